/** Where the companion sees the snapshots of all stacks. */
export const snapshotsFolder = '/snapshots'

/** Where the companion sees a volume of the stack. */
export const folderOfVolume = (volume: string): string => `/volumes/${volume}`

/** The name of the file that says which snapshot the volumes hold; without it nobody knows what is in them. */
const holds = 'holds'

const head = `
set -eu
umask 077
mkdir -p "${snapshotsFolder}/$1"
cd "${snapshotsFolder}/$1"
shift
hash_of() { sha256sum <"$1" | cut -c1-64; }
# On the disk before it has its name: a kill or a power cut in between leaves all that had names before.
keep() { sync draft; mv draft "$1"; sync .; }
`

/** Arguments: the stack. */
export const readHeld = `${head}
[ ! -e ${holds} ] || cat ${holds}
`

/** From here on the volumes may differ from every snapshot. Arguments: the stack. */
export const forgetHeld = `${head}
rm -f ${holds}
sync .
`

/**
 * Archives the vault, which comes on standard input, and each volume under the hash of its content. Arguments: the stack,
 * then volumes. Prints a hash a line, the vault’s first.
 */
export const archive = `${head}
archived() { hash=$(hash_of draft); keep "$hash"; echo "$hash"; }
cat >draft
archived
for volume; do
  # Of a server that is gone; an archive cannot hold it.
  find "/volumes/$volume" -type s -delete
  tar -C "/volumes/$volume" -cf draft .
  archived
done
`

/** Says that the volumes hold a snapshot, and drops every other archive. Arguments: the stack, its key, its archives. */
export const settle = `${head}
key=$1
shift
printf %s "$key" >draft
keep ${holds}
for file in *; do
  case " ${holds} $* " in *" $file "*) ;; *) rm -f "$file" ;; esac
done
`

/**
 * Puts the content of each archive into its volume, in place of what is there; nothing is cleared before every archive is
 * known to be whole. Arguments: the stack, the key, then archive and volume by turns.
 */
export const unpack = `${head}
key=$1
shift
whole() {
  while [ $# -gt 0 ]; do
    [ -e "$1" ] && [ "$(hash_of "$1")" = "$1" ] || { echo "the archive of $2 is missing or damaged" >&2; return 1; }
    shift 2
  done
}
whole "$@"
rm -f ${holds}
sync .
while [ $# -gt 0 ]; do
  find "/volumes/$2" -mindepth 1 -delete
  tar -C "/volumes/$2" --numeric-owner -xpf "$1"
  sync -f "/volumes/$2"
  shift 2
done
printf %s "$key" >draft
keep ${holds}
`

/** Arguments: the stack, the archive. */
export const readVault = `${head}
[ -e "$1" ] && [ "$(hash_of "$1")" = "$1" ] || { echo "the kept env file is missing or damaged" >&2; exit 1; }
cat "$1"
`
