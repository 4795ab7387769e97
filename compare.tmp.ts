import { readdirSync, readFileSync } from 'node:fs';
const base = '/work/wt/kltalk/src/';
const { differencesOf } = await import(base + 'testkit/conversation/differences.ts');
const { kubeliteTarget } = await import(base + 'testkit/conversation/kubelite-target.ts');
const { parseConversations } = await import(base + 'testkit/conversation/parse-conversations.ts');
const { talk } = await import(base + 'testkit/conversation/talk.ts');
const F = base + 'kubelite/testdata/conversations/';
const want = process.argv.slice(2);
let total = 0, same = 0;
for (const file of readdirSync(F).filter(f => f.endsWith('.talk')).map(f => f.slice(0, -5))) {
  if (want.length && !want.includes(file)) continue;
  const target = kubeliteTarget();
  const rec = JSON.parse(readFileSync(F + file + '.json', 'utf8'));
  for (const c of parseConversations(readFileSync(F + file + '.talk', 'utf8'))) {
    let answers;
    try { answers = await talk(target, c); } catch (e) { console.log('!!', file, c.title, String(e.stack).slice(0, 600)); total += c.steps.length; continue; }
    const theirs = rec[c.title] ?? [];
    answers.forEach((ours, i) => {
      total++;
      const d = differencesOf(theirs[i], JSON.parse(JSON.stringify(ours)));
      if (d.length === 0) { same++; return; }
      console.log(`## ${file} / ${c.title} / ${i} ${ours.step}`);
      for (const line of d.slice(0, 12)) console.log('    ' + line.slice(0, 700));
    });
  }
}
console.log(same, 'of', total, 'alike');
process.exit(0);
