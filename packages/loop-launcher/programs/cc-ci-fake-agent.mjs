#!/usr/bin/env node
// A stand-in for the agent client that does what a script says; tests and drills run it in the client's place.
import { runFakeAgent } from '@cc-ci/loop-launcher/testing'

await runFakeAgent(process.argv.slice(2))
