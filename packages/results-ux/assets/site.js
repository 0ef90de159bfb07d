// What the dashboard does besides being read: keys, a kept theme, filtering as one types, copying, comparing pictures.
// Every page is whole without it.

const kept = {
  read(key) {
    try {
      return localStorage.getItem(`cc-ci.${key}`)
    } catch {
      return null // a browser that keeps nothing
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(`cc-ci.${key}`, value)
    } catch {
      // the choice then lasts as long as the page
    }
  },
}

const all = (selector) => [...document.querySelectorAll(selector)]

function keepTheme() {
  const chosen = document.getElementById(`theme-${kept.read('theme')}`)
  if (chosen !== null) chosen.checked = true
  for (const choice of all('input[name=theme]')) {
    choice.addEventListener('change', () => kept.write('theme', choice.value))
  }
}

/** The same rule as on the server: a word with a colon exactly, one without as a part of the name. */
function matches(words, filter) {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean)
  return wanted.every((word) => (word.includes(':') ? words.includes(word) : words[0].includes(word)))
}

/** The address with the filter in it, or without an empty one. */
function withFilter(address, filter) {
  const url = new URL(address)
  if (filter === '') url.searchParams.delete('q')
  else url.searchParams.set('q', filter)
  return url.href
}

function showMatching(entries, filter) {
  for (const { entry, words } of entries) entry.hidden = !matches(words, filter)
  const shown = entries.some(({ entry }) => !entry.hidden)
  for (const nothing of all('.nothing')) nothing.hidden = shown || entries.length === 0
  history.replaceState(null, '', withFilter(location.href, filter))
  for (const link of all('a[data-keeps-query]')) link.href = withFilter(link.href, filter)
}

function filterAsTyped() {
  const field = document.getElementById('q')
  if (field === null) return
  const entries = all('.entries .entry').map((entry) => ({ entry, words: entry.dataset.words.split(' ') }))
  const apply = () => showMatching(entries, field.value.trim())
  field.value = new URL(location.href).searchParams.get('q') ?? field.value
  apply()
  field.addEventListener('input', apply)
  field.form.addEventListener('submit', (event) => {
    event.preventDefault()
    apply()
  })
  for (const link of all('a[data-filter]')) {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      field.value = link.dataset.filter
      apply()
      field.focus()
    })
  }
}

function moveBy(step) {
  const stops = all('.open, .log a').filter((stop) => stop.offsetParent !== null)
  if (stops.length === 0) return
  const index = stops.indexOf(document.activeElement)
  const next = index === -1 ? (step > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, index + step))
  stops[next].focus()
}

function helpDialog() {
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-labelledby', 'keys-title')
  dialog.innerHTML = `<h2 id="keys-title">Keys</h2><dl><dt><kbd>/</kbd></dt><dd>search</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt>
<dd>next, previous</dd><dt><kbd>Enter</kbd></dt><dd>open</dd><dt><kbd>?</kbd></dt><dd>this help</dd></dl>
<p><label><input type="checkbox" id="keys-on"> Keys are on</label></p><form method="dialog"><button>Close</button></form>`
  document.body.append(dialog)
  const on = dialog.querySelector('#keys-on')
  on.checked = kept.read('keys') !== 'off'
  on.addEventListener('change', () => kept.write('keys', on.checked ? 'on' : 'off'))
  return dialog
}

function listenToKeys() {
  let dialog
  const showHelp = () => {
    dialog ??= helpDialog()
    dialog.showModal()
  }
  const actions = {
    '/': () => document.querySelector('input[type=search]:not([hidden])')?.focus(),
    j: () => moveBy(1),
    k: () => moveBy(-1),
    '?': showHelp,
  }
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'radio'
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null)
      return
    const off = kept.read('keys') === 'off'
    const act = off ? undefined : actions[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  for (const hint of all('.keys-hint')) {
    const button = document.createElement('button')
    button.textContent = 'Keys'
    button.addEventListener('click', showHelp)
    hint.append(' ', button)
  }
}

function offerToCopy() {
  if (navigator.clipboard === undefined) return
  for (const button of all('button.copy')) {
    button.hidden = false
    const source = document.querySelector(`[aria-label="${CSS.escape(button.dataset.copy)}"]`)
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(source.textContent)
        button.textContent = 'Copied'
      } catch {
        button.textContent = 'Not allowed to copy'
      }
    })
  }
}

/** Two pictures on top of each other, with a slider between them. */
function compareScreenshots() {
  for (const strip of all('.strip')) {
    const images = [...strip.querySelectorAll('img')]
    if (images.length < 2) continue
    const figure = document.createElement('figure')
    figure.className = 'compare'
    const [before, after] = [images[0], images.at(-1)].map((image) => image.cloneNode())
    after.className = 'after'
    const slider = document.createElement('input')
    Object.assign(slider, { type: 'range', min: '0', max: '100', value: '50' })
    slider.setAttribute('aria-label', 'How much of the last screenshot is shown over the first')
    const cut = () => figure.style.setProperty('--cut', `${slider.value}%`)
    slider.addEventListener('input', cut)
    cut()
    const frame = document.createElement('div')
    frame.append(before, after)
    figure.append(frame, slider)
    strip.after(figure)
  }
}

function searchLog() {
  const field = document.getElementById('log-search')
  if (field === null) return
  field.closest('form').hidden = false
  const lines = all('.log li').map((line) => ({ line, text: line.querySelector('code').textContent.toLowerCase() }))
  const count = document.getElementById('log-count')
  const search = () => {
    const wanted = field.value.trim().toLowerCase()
    const found = lines.filter(({ line, text }) => {
      const hit = wanted === '' || text.includes(wanted)
      line.hidden = !hit
      return hit
    })
    count.textContent = wanted === '' ? '' : `${found.length} of ${lines.length} lines`
  }
  field.addEventListener('input', search)
  field.form.addEventListener('submit', (event) => event.preventDefault())
}

/** A run that goes on: its lines arrive one by one, each only once, also after the connection was lost. */
function followRun() {
  const list = document.querySelector('[data-events]')
  if (list === null) return
  const events = new EventSource(list.dataset.events)
  const state = document.getElementById('run-state')
  events.addEventListener('line', ({ data }) => {
    const item = document.createElement('li')
    item.textContent = data
    list.append(item)
  })
  events.addEventListener('state', ({ data }) => {
    state.textContent = data
  })
  events.addEventListener('end', () => {
    events.close()
    location.reload()
  })
}

keepTheme()
filterAsTyped()
listenToKeys()
offerToCopy()
compareScreenshots()
searchLog()
followRun()
