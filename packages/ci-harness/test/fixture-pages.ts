import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Page } from './page-server.js'

export const secret = 'correct-horse-battery-staple'

const html = (body: string, head = ''): string => `<!doctype html><title>A page</title>${head}<body>${body}`
const say = (status: number, headers: Record<string, string>, body = ''): Page =>
  function answer(_: IncomingMessage, response: ServerResponse) {
    response.writeHead(status, headers).end(body)
  }

/** A box of one colour at the left top, 200 × 100. */
const box = (colour: string, content = ''): string =>
  `<div style="position:absolute;left:0;top:0;width:200px;height:100px;background:${colour}">${content}</div>`

/** Asks for a picture again and again, so that the network never rests, and opens a connection that stays. */
const polls = `<script>
  new WebSocket('wss://' + location.host + '/socket')
  const poll = () => fetch('/slow').then(poll, poll)
  poll(); poll()
</script>`

const paintWith = (script: string): string => `<canvas width="300" height="200"></canvas><script>
  const canvas = document.querySelector('canvas').getContext('2d')
  let step = 0
  const draw = () => { step += 1; canvas.fillStyle = 'hsl(' + step * 7 % 360 + ' 80% 50%)'; canvas.fillRect(step % 200, 0, 80, 200); ${script} }
  draw()
</script>`

/** What a browser can meet, by path; each is one way to get a screenshot wrong. */
export const fixturePages: Readonly<Record<string, Page>> = {
  '/': html('<h1>Welcome to the app</h1>'),
  '/members': ({ headers }, response) => {
    const known = headers.cookie?.includes('visitor=known') === true
    const page = html(
      `<script>if (localStorage.theme === 'green') document.body.innerHTML = \`${box('#00ff00')}\`</script>`,
    )
    response.writeHead(known ? 200 : 401, { 'content-type': 'text/html' }).end(known ? page : 'who are you?')
  },
  '/log-in': (_, response) => {
    response.setHeader('set-cookie', 'visitor=known; Secure; HttpOnly; Path=/')
    response.writeHead(200, { 'content-type': 'text/html' }).end(html("<script>localStorage.theme = 'green'</script>"))
  },
  '/late': html(`<script>setTimeout(() => { document.body.innerHTML = \`${box('#00ff00')}\` }, 1200)</script>`),
  '/spinner': html(
    '<style>@keyframes turn{to{transform:rotate(360deg)}} div{width:99px;height:99px;background:#00f;animation:turn 1s linear infinite}</style><div></div>',
  ),
  '/restless': html(paintWith('requestAnimationFrame(draw)'), polls),
  '/polling': html(box('#00ff00'), polls),
  '/blank': html(''),
  '/blank-then-good': (() => {
    let visits = 0
    return (_, response) => {
      visits += 1
      response.writeHead(200, { 'content-type': 'text/html' }).end(visits === 1 ? html('') : html(box('#00ff00')))
    }
  })(),
  '/503': say(503, { 'content-length': '0' }),
  '/500': say(500, { 'content-type': 'text/html' }, html('<h1>Something broke</h1>')),
  '/401': say(401, { 'content-type': 'text/html' }, html('<h1>Please sign in</h1>')),
  '/starting': (() => {
    let visits = 0
    return (_, response) => {
      visits += 1
      response
        .writeHead(visits < 2 ? 503 : 200, { 'content-type': 'text/html' })
        .end(html(visits < 2 ? 'starting' : box('#00ff00')))
    }
  })(),
  '/elsewhere': say(302, { location: 'https://elsewhere.test/' }),
  '/script-elsewhere': html(box('#f00'), '<script>setTimeout(() => location.assign("/500"), 50)</script>'),
  '/login': html(
    `<input type="password" value="something else" style="position:absolute;left:0;top:0;width:200px;height:100px;background:#f00;border:0">`,
  ),
  '/token': html(
    box('#fff', '<span style="font:16px monospace;position:absolute;left:0;top:0">ghp_0a1B2c3D4e5F6a7B8c9D0e1F</span>'),
  ),
  '/covered': html(box('#f00', '').replace('<div', '<div class="mine"')),
  '/secret': html(`<p>The first password is ${secret}</p>`),
  '/secret-field': html(`<input type="password" value="${secret}">`),
  '/secret-shadow': html(
    `<div id="host"></div><script>host.attachShadow({mode:'open'}).innerHTML='<b>${secret}</b>'</script>`,
  ),
  '/secret-frame': html('<h1>Outside</h1><iframe src="/secret"></iframe>'),
  '/secret-late': html(`<h1>Wait</h1><script>setTimeout(() => document.body.append('${secret}'), 300)</script>`),
  '/alert': html(`<script>alert('Welcome'); confirm('Sure?')</script>${box('#00ff00')}`),
  '/download': say(
    200,
    { 'content-disposition': 'attachment; filename=a.bin', 'content-type': 'application/octet-stream' },
    'x',
  ),
  '/download-link': html(`${box('#00ff00')}<a href="/download" id="get">get</a><script>get.click()</script>`),
  '/popup': html(`${box('#00ff00')}<script>open('/500')</script>`),
  '/huge': html(`${box('#00ff00')}${'<p>A line among many, with a <b>word</b> in it.</p>'.repeat(20_000)}`),
  '/endless-script': html(`${box('#00ff00')}<script>setTimeout(() => { for (;;); }, 100)</script>`),
  '/clock': html(
    '<p id="out"></p><script>out.textContent = [new Date().toISOString().slice(0, 16), new Date(0).getTime(), typeof Date(), new Date() instanceof Date, Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language, matchMedia("(prefers-reduced-motion: reduce)").matches].join(" ")</script>',
  ),
  '/outside': html(
    `${box('#00ff00')}<p id="out">reached nothing</p><script>fetch('http://127.0.0.1:' + location.search.slice(1), { mode: 'no-cors' }).then(() => { out.textContent = 'reached it' })</script>`,
  ),
  '/slow-paint': html(
    `${box('#f00')}<div id="app"></div><script>setTimeout(() => { app.innerHTML = \`${box('#00ff00')}<i class="ready">ready</i>\` }, 1500)</script>`,
  ),
  '/debounce': html(`<script>
    const begun = Date.now()
    const wait = () => Date.now() - begun >= 200 ? document.body.innerHTML = \`${box('#00ff00')}\` : setTimeout(wait, 20)
    wait()
  </script>`),
  '/slow': (_, response) => void setTimeout(() => response.writeHead(204).end(), 100),
}
