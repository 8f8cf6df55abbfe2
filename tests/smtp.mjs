// node tests/smtp.mjs DIR: a real mail server for tests, on a free port of 127.0.0.1, until its input ends.
//
// It writes DIR/cert.pem (its own certificate for localhost and 127.0.0.1, made now), DIR/password (of the user vigie),
// DIR/wrong (another one) and DIR/port, then each mail received as DIR/<domain of the sender>/<number>.eml.
// A mail is taken after STARTTLS and AUTH alone: whatever is in DIR came through both.
// A file DIR/<domain>/refuse holding "451 2" makes it answer 451 to the next two mails of that sender; "550 1" as well.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { gateway } from './webhook.mjs';

const dir = process.argv[2];
if (!dir) {
  console.error('usage: smtp.mjs DIR');
  process.exit(2);
}
mkdirSync(dir, { recursive: true });
const key = join(dir, 'key.pem');
const cert = join(dir, 'cert.pem');
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
  '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
{ stdio: 'ignore' });
const password = randomBytes(12).toString('base64url');
writeFileSync(join(dir, 'password'), `${password}\n`, { mode: 0o600 });
writeFileSync(join(dir, 'wrong'), 'not the password\n', { mode: 0o600 });

// The server greets 100 ms late, for clients that talk too early: ours would wait that long for each mail.
const later = globalThis.setTimeout;
globalThis.setTimeout = (act, ms, ...rest) => later(act, ms === 100 ? 0 : ms, ...rest);

function reply(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

function folderOf(session) {
  const folder = join(dir, session.envelope.mailFrom.address.split('@')[1].replace(/[^A-Za-z0-9.-]/g, '_'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

// The refusal that a test asked for, one less.
function refusalOf(folder) {
  const file = join(folder, 'refuse');
  if (!existsSync(file)) return null;
  const [code, left] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  if (left > 1) writeFileSync(file, `${code} ${left - 1}`);
  else rmSync(file);
  return reply(code, 'not now, a test says so');
}

const kept = new Map();

function keep(folder, bytes) {
  const n = (kept.get(folder) ?? 0) + 1;
  kept.set(folder, n);
  const file = join(folder, `${String(n).padStart(5, '0')}.eml`);
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

const server = new SMTPServer({
  key: readFileSync(key), cert: readFileSync(cert), authOptional: false, allowInsecureAuth: false, disableReverseLookup: true, logger: false,
  onAuth(auth, session, done) {
    const good = auth.username === 'vigie' && auth.password === password && session.secure;
    done(good ? null : reply(535, 'wrong name or password'), good ? { user: auth.username } : undefined);
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const folder = folderOf(session);
      const refusal = refusalOf(folder);
      if (!refusal) keep(folder, Buffer.concat(parts));
      done(refusal);
    });
  },
});
// A client that is killed in the middle of a dialogue is no fault of the server's.
server.on('error', () => {});
// The gateway of telephones first: who waits for the port finds both.
gateway(dir, () => server.listen(0, '127.0.0.1', () => {
  writeFileSync(join(dir, 'port.part'), String(server.server.address().port));
  renameSync(join(dir, 'port.part'), join(dir, 'port'));
}));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
