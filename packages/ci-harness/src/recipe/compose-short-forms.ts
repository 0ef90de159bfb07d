import { posix } from 'node:path'
