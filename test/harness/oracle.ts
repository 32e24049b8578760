// The real go, where tests compare with it.

import { spawnSync } from 'node:child_process';

/** For `skip`: why tests that call the real go cannot run, or false. */
export const noGo: string | false = spawnSync('go', ['version']).status === 0 ? false : 'needs the real go';
