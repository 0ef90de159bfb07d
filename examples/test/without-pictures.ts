/**
 * The environment of runs whose pictures nobody looks at: a browser costs the host as much as the rest of a short run
 * does. `/nowhere` is no program, which a run says and goes on.
 */
export const withoutPictures = { ...process.env, CC_CI_CHROMIUM: '/nowhere' }
