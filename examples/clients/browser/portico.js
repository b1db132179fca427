// Portico's access token in a browser: one store for all tabs, and a fetch that adopts renewed tokens.
const STORE = "portico.session"; // {id, token, until} in one entry, so that no tab ever reads half of it

export const session = () => JSON.parse(localStorage.getItem(STORE));
const keep = (value) => localStorage.setItem(STORE, JSON.stringify(value));
const drop = () => localStorage.removeItem(STORE);

// Calls back when another tab has logged in, logged out or adopted a token.
export const onChange = (callback) =>
  addEventListener("storage", ({ key }) => (key === STORE || key === null) && callback(session()));

export async function logIn(base, identifier, password) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ identifier, password });
  const reply = await fetch(`${base}/api/v1/auth/login`, { method: "POST", headers, body });
  const { detail, session_id: id, access_token: token, expires_at: until } = await reply.json();
  if (!reply.ok) throw new Error(detail);
  keep({ id, token, until });
}

// Like fetch; on a 401 the session is over, unless another tab has a newer token: then the request is repeated.
export async function api(url, options = {}) {
  const sent = session();
  const headers = new Headers(options.headers);
  if (sent) headers.set("Authorization", `Bearer ${sent.token}`);
  const reply = await fetch(url, { ...options, headers });
  adopt(sent, reply.headers);
  if (reply.status !== 401 || !sent || session()?.id !== sent.id) return reply;
  if (session().token !== sent.token) return api(url, options);
  drop();
  return reply;
}

// A reply that comes late brings an older token, or one of a session that this browser has left: it changes nothing.
function adopt(sent, headers) {
  const [token, until] = [headers.get("X-Access-Token"), headers.get("X-Access-Token-Expires-At")];
  const now = session();
  if (token && now && now.id === sent?.id && until > now.until) keep({ id: now.id, token, until });
}

export async function logOut(base) {
  await api(`${base}/api/v1/auth/logout`, { method: "POST" });
  drop();
}
