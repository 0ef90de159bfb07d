import { ExecaProcessRunner } from '@cc-ci/kernel'

const [command = '', ...args] = process.argv.slice(2)
await new ExecaProcessRunner().run(command, args)
