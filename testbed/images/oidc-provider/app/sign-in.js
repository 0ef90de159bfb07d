import { escapeHtml, readBody, sendPage } from './http.js'
import { isPassword } from './password.js'

/** The page that asks for name and password, and what comes of the answer. */
export async function signIn(request, response, { realm, provider }) {
  if (request.method !== 'POST') return askFor(response, realm)
  const form = new URLSearchParams(await readBody(request))
  const user = realm.users.find(({ username }) => username === form.get('username'))
  if (user === undefined || !isPassword(form.get('password') ?? '', user.hash))
    return askFor(response, realm, 'Name or password is wrong.')
  await provider.interactionFinished(request, response, { login: { accountId: user.id } })
}

function askFor(response, { name }, wrong) {
  const complaint = wrong === undefined ? '' : `<p class="wrong">${escapeHtml(wrong)}</p>`
  sendPage(response, wrong === undefined ? 200 : 401, {
    title: 'Sign in',
    body: `<p>Realm ${escapeHtml(name)}</p>${complaint}
<form method="post">
<label for="username">Name</label><input id="username" name="username" autocomplete="username" autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
<button>Sign in</button>
</form>`,
  })
}
