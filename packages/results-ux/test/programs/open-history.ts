import { openHistory } from '../../src/site.js'

openHistory(process.argv[2] ?? '').close()
