/** 256 words of four letters, so that one random byte picks one word: 8 bits each. */
export const secretWords: readonly string[] = `
  able acid aged also arch area army atom aunt away axis baby back bake ball band bank barn base bath bead beam bean
  bear bell belt bend bird blue boat body bold bolt bone book boot born bowl brim bulb bush cafe cake calm camp cane
  card care cart case cave chef chin city clay club coal coat code coin cold colt comb cook cool copy cord cork corn
  cost cove crab crew crop cube curl dawn deck deep deer desk dial dice disc dish dock dome door dove draw drum duck
  dune dusk dust each earn east easy echo edge envy epic even exit face fact farm fern file film fine fish five flag
  flat flow foam foil folk font fork form fort four free frog fuel full gain game gate gear gift glad glow glue goat
  gold golf good gown gray grid grin gulf hair half hall hand harp hawk heat herb hero high hill hint hive hold holy
  home hood hook hope horn hour huge hunt icon idea inch iron isle item jade jazz join jolt jump jury keen kelp kind
  king kite knee knot lace lake lamb lamp land lane lark late lava lawn lead leaf lens life lift lily lime line lion
  list loaf lock loft long loom loop loud luck lung lure lute made mail main malt many maps mark mask mast maze meal
  melt menu mild milk mill mind mint mist moat mode mole moon moss moth nest noon note oath open oval pace palm park
  path pear pine
`
  .trim()
  .split(/\s+/)
