// client.js asks a Mintmark issuance server for Access Tokens, and renews them
// in time. A token is kept in memory and nowhere else.
//
//   import { createTokenSource } from "https://tokens.example.com/client.js";
//
//   const tokens = createTokenSource({ auth: () => ({ bearer: idToken }), request: { profile: "phone" } });
//   const device = new Device(await tokens.get());
//   tokens.feed(device);
//
// auth is {bearer}, an ID token or a service key, or {username, password}, or a
// function that returns or promises one: it is called for each request. request
// is what to ask for, {profile, identity, ttl, grants}, each optional. url is
// where to ask; without it /v1/token beside this file.
//
// get() promises a token worth using: a new one once the server's refresh_after
// has passed. feed(client) gives each new token to a Device of the Voice SDK, a
// Client of Conversations or Sync or a Worker of TaskRouter, and returns a
// function that ends that. close() ends everything and forgets the token.
//
// What goes wrong is a TokenError. After one that is final nothing is asked any
// more: who may not log in, or may not have what he wants, needs another source.
// After any other, get() goes on promising the token it has while that holds, and
// feed() tries again by itself, later and later; onerror is told.

export class TokenError extends Error {
  // status is the answer's, 0 for none; code, requestId and retryAfter, in
  // seconds, are what the server says.
  constructor(message, { status = 0, code = "", requestId = "", retryAfter = 0, final = false, cause } = {}) {
    super(message, { cause });
    Object.assign(this, { name: "TokenError", status, code, requestId, retryAfter, final });
  }
}

const second = 1000;
const patience = 15 * second; // for an answer
const longest = 60 * second; // between two attempts
const nap = 30 * second; // timers stand still while a computer sleeps
const endings = ["tokenWillExpire", "tokenAboutToExpire", "tokenExpired"];

export function createTokenSource({ url = new URL("v1/token", import.meta.url), auth, request, onerror = () => {} } = {}) {
  const clients = new Map(); // client → the token that it has
  const closing = new AbortController();
  let held; // {token, since, renew, expire}
  let failure; // {error, since, wait}
  let failures = 0;
  let pending; // the one request under way
  let timer;

  const isFresh = () => held && age(held.since) < held.renew;
  const holds = () => held && age(held.since) < held.expire;
  const due = () =>
    failure ? failure.wait - age(failure.since)
    : held ? held.renew - age(held.since)
    : 0;

  async function ask() {
    closing.signal.throwIfAborted(); // a client that was fed may still say that its token ends
    const since = now(); // before it is made: no token is taken for younger than it is
    const { bearer, ...login } = (typeof auth === "function" ? await auth() : auth) ?? {};
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(bearer && { Authorization: "Bearer " + bearer }) },
      body: JSON.stringify({ ...login, ...request }),
      cache: "no-store",
      credentials: "omit", // no cookies, and no window of the browser's that asks for a password
      redirect: "error",
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(patience)]),
    });
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw refusal(response, answer);
    const { token, refresh_after: renew, expires_in: expire } = answer ?? {};
    if (!token || !(renew > 0) || !(expire > 0)) {
      throw new TokenError("this is no issuance server: " + url, { status: response.status, final: true });
    }
    // Those who began together do not come back together.
    return { token, since, renew: renew * second * (0.9 + Math.random() / 10), expire: expire * second };
  }

  // renew asks for a token. Whoever wants one meanwhile gets the same.
  function renew() {
    if (failure && due() > 0) return Promise.reject(failure.error);
    return (pending ??= ask()
      .then(keep, fail)
      .finally(() => {
        pending = undefined;
        schedule();
      }));
  }

  function keep(next) {
    closing.signal.throwIfAborted();
    [held, failure, failures] = [next, undefined, 0];
    for (const client of clients.keys()) give(client);
    return next.token;
  }

  function fail(cause) {
    closing.signal.throwIfAborted();
    const error = cause instanceof TokenError ? cause : new TokenError("the server cannot be asked: " + cause.message, { cause });
    const backoff = Math.min(longest, second * 2 ** failures++) * (1 - Math.random() / 2);
    failure = { error, since: now(), wait: error.final ? Infinity : Math.max(error.retryAfter * second, backoff) };
    if (clients.size) onerror(error);
    throw error;
  }

  // schedule sees to it that clients are given what they need in time.
  function schedule() {
    clearTimeout(timer);
    if (!clients.size || due() === Infinity) return;
    timer = setTimeout(() => (due() > 0 ? schedule() : renew().catch(() => {})), Math.max(0, Math.min(due(), nap)));
  }

  async function give(client) {
    const { token } = held;
    if (clients.get(client) === token) return;
    clients.set(client, token);
    try {
      await client.updateToken(token);
    } catch (cause) {
      onerror(new TokenError("a client does not take its token: " + cause.message, { cause }));
    }
  }

  return {
    async get() {
      closing.signal.throwIfAborted();
      if (isFresh()) return held.token;
      try {
        return await renew();
      } catch (error) {
        if (error.final || !holds()) throw error;
        return held.token;
      }
    },

    feed(client) {
      closing.signal.throwIfAborted();
      // A client whose token ends may just not have the newest.
      const hurry = () => (isFresh() && clients.get(client) !== held.token ? give(client) : renew().catch(() => {}));
      clients.set(client, held?.token);
      for (const name of endings) client.on(name, hurry);
      schedule();
      return () => {
        clients.delete(client);
        for (const name of endings) client.off(name, hurry);
        schedule();
      };
    },

    close() {
      closing.abort(new TokenError("this token source is closed", { final: true }));
      clients.clear();
      clearTimeout(timer);
      held = undefined;
    },
  };
}

function refusal({ status, headers }, answer) {
  return new TokenError(answer?.detail || "the server answers " + status, {
    status,
    code: answer?.code,
    requestId: answer?.request_id,
    retryAfter: Number(headers.get("Retry-After")) || 0,
    final: status < 500 && status !== 408 && status !== 429,
  });
}

// Of two clocks one may be set and the other stand still: the older age counts.
const now = () => ({ wall: Date.now(), steady: performance.now() });

function age({ wall, steady }) {
  const to = now();
  return to.wall < wall ? Infinity : Math.max(to.wall - wall, to.steady - steady);
}
