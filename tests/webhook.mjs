// node tests/webhook.mjs DIR: a gateway for tests, on a free port of 127.0.0.1, until its input ends; smtp.mjs starts one too.
//
// It writes DIR/hook-key (what signs) and DIR/hook-port, then each message that it was given as one line of JSON in DIR/hook-log:
// the path, the id, whether the signature holds, and the body. Its behaviour is the path:
//   /ok 200; /flaky 503 twice for each id, then 200; /fail 500; /refuse 422; /moved 302; /reset cuts the line;
//   /slow answers after a minute; /trickle sends a byte each 200 ms for ever; /huge answers 200 with ten megabytes.
// A message whose signature does not hold, or is older than five minutes, gets 401, whatever the path.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const HUGE = Buffer.alloc(10 << 20, 'x');

function trickle(response) {
  response.writeHead(200);
  const clock = setInterval(() => response.write('.'), 200);
  response.on('close', () => clearInterval(clock));
}

function holds(key, headers, body) {
  const at = headers['vigie-timestamp'] ?? '';
  const wanted = `v1=${createHmac('sha256', key).update(`${at}.${headers['vigie-id']}.${body}`).digest('hex')}`;
  const got = String(headers['vigie-signature'] ?? '');
  return Math.abs(Date.now() / 1000 - Number(at)) < 300 && got.length === wanted.length
    && timingSafeEqual(Buffer.from(got), Buffer.from(wanted));
}

export function gateway(dir, ready) {
  const key = randomBytes(24).toString('base64url');
  const tries = new Map();
  const behave = {
    '/ok': (r) => r.writeHead(200).end('{}'),
    '/flaky': (r, id) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      r.writeHead(tries.get(id) > 2 ? 200 : 503).end();
    },
    '/fail': (r) => r.writeHead(500).end(),
    '/refuse': (r) => r.writeHead(422).end(),
    '/moved': (r) => r.writeHead(302, { Location: '/ok' }).end(),
    '/reset': (r) => r.socket.destroy(),
    '/slow': (r) => setTimeout(() => r.writeHead(200).end(), 60000).unref(),
    '/trickle': trickle,
    '/huge': (r) => r.writeHead(200).end(HUGE),
  };
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'hook-key'), `${key}\n`, { mode: 0o600 });
  writeFileSync(join(dir, 'hook-log'), '');
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const id = String(request.headers['vigie-id']);
      const signed = holds(key, request.headers, body);
      appendFileSync(join(dir, 'hook-log'), `${JSON.stringify({ path: request.url, id, signed, body })}\n`);
      if (!signed) response.writeHead(401).end();
      else (behave[request.url] ?? ((r) => r.writeHead(404).end()))(response, id);
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1', () => {
    writeFileSync(join(dir, 'hook-port.part'), String(server.address().port));
    renameSync(join(dir, 'hook-port.part'), join(dir, 'hook-port'));
    ready();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  gateway(process.argv[2], () => {});
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}
