// The HTML of every page of pages.json is valid: html-validate, with the rules of htmlvalidate.json.
import { readFileSync } from 'node:fs';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { VARIANTS, base, end, openBrowser, pageOf, tell } from './day.mjs';

const pages = JSON.parse(readFileSync(new URL('pages.json', import.meta.url), 'utf8'));
const config = JSON.parse(readFileSync(new URL('htmlvalidate.json', import.meta.url), 'utf8'));
const judge = new HtmlValidate(new FileSystemConfigLoader(config));

const browser = await openBrowser();
const contexts = {};
for (const { path, as } of pages) {
  contexts[as ?? ''] ??= (await pageOf(browser, as, VARIANTS[0])).context();
  const reply = await contexts[as ?? ''].request.get(base + path, { maxRedirects: 0 });
  const report = await judge.validateString(await reply.text());
  tell(`html ${path} ${as ?? 'visitor'}`, report.results.flatMap((result) =>
    result.messages.map((fault) => `${fault.line}:${fault.column} ${fault.ruleId}: ${fault.message}`)));
}
await browser.close();
end();
