/** Texts, and what is read from texts. */
import fc from 'fast-check';
import { wordsOf } from './words-of.fixture.ts';

const CHARACTERS = [
  ...wordsOf`
    a¦b¦Z¦ ¦\n¦\t¦\"¦\u0041¦\u00e9¦e\u0301¦é¦\u0000¦\uD83D\uDE00¦\uD83D¦\uDE00¦😀¦日¦\u2028¦ß¦İ¦ﬁ¦\r¦\u0085¦&¦<¦>¦'¦$¦$$¦#¦: ¦- ¦? ¦{
    }¦[¦]¦,¦|¦>¦%¦@¦!¦*¦0¦1¦.¦e¦-¦+¦~¦=¦\u007f¦\u0001¦null¦true¦yes¦\u200d¦\ufeff¦\uFFFF
  `,
  '\\\\',
  '\u00a0',
  '`',
];
const literal = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 6 }).map((parts) => `"${parts.join('')}"`);
/** Texts of odd characters, in all that takes texts. */
export const textPrograms: fc.Arbitrary<string> = fc
  .tuple(
    literal,
    literal,
    literal,
    fc.constantFrom(
      ...wordsOf`
    @ + #¦@ < #¦@ == #¦[@, #]¦{[@]: #}¦std.length(@)¦std.codepoint(@)¦@[0]¦@[1]¦@[-1]¦@[1:3]¦@[::2]¦std.stringChars(@)
    std.encodeUTF8(@)¦std.decodeUTF8(std.encodeUTF8(@))¦std.base64(@)¦std.base64Decode(@)¦std.base64Decode(std.base64(@))
    std.base64DecodeBytes(@)¦std.md5(@)¦std.sha1(@)¦std.sha256(@)¦std.sha512(@)¦std.sha3(@)¦std.asciiUpper(@)
    std.asciiLower(@)¦std.split(@, #)¦std.splitLimit(@, #, 1)¦std.splitLimitR(@, #, 1)¦std.strReplace(@, #, $)
    std.findSubstr(@, #)¦std.startsWith(@, #)¦std.endsWith(@, #)¦std.stripChars(@, #)¦std.lstripChars(@, #)
    std.rstripChars(@, #)¦std.trim(@)¦std.substr(@, 1, 2)¦std.reverse(@)¦std.join(@, [#, $])¦std.lines([@, #])
    std.escapeStringJson(@)¦std.escapeStringPython(@)¦std.escapeStringBash(@)¦std.escapeStringDollars(@)
    std.escapeStringXML(@)¦std.manifestYamlDoc({[@]: #, b: [$]})¦std.manifestYamlDoc({[@]: #, b: [$]}, quote_keys=false)
    std.manifestYamlDoc([@, [#], {a: $}], true)¦std.manifestYamlStream([@, #])
    std.manifestYamlStream([@, {a: #}], false, false, false)¦std.manifestPython({[@]: #})¦std.manifestPythonVars({[@]: #})
    std.manifestTomlEx({[@]: #, b: {[$]: [1]}}, " ")¦std.manifestToml({[@]: [#, {a: $}]})
    std.manifestIni({main: {[@]: #}, sections: {[$]: {a: @}}})¦std.manifestXmlJsonml([@, {[#]: $}, @])
    std.manifestJsonMinified({[@]: #})¦std.manifestJsonEx({[@]: [#]}, $)¦std.manifestJsonEx({[@]: [#]}, " ", $, @)
    std.parseJson(@)¦std.parseYaml(@)¦std.parseInt(@)¦std.parseHex(@)¦std.parseOctal(@)¦std.equalsIgnoreCase(@, #)
    std.sort([@, #, $])¦std.set([@, #, $])¦std.setMember(@, std.set([#, $]))¦std.objectHas({[@]: 1}, #)¦{[@]: 1}[#]
    @ % [#, $]¦@ % #¦std.format(@, [#])¦error @ + #¦assert false : @; 1¦std.trace(@, #)¦std.resolvePath(@, #)¦std.isEmpty(@)
    std.flatMap(function(c) [c, #], @)¦std.map(std.codepoint, @)¦std.filter(function(c) c > #, @)
    std.foldl(function(a, c) c + a, @, "")¦std.mapWithIndex(function(i, c) [i, c], @)¦std.count(std.stringChars(@), #)
    std.member(@, #)¦std.contains(std.stringChars(@), #)¦std.repeat(@, 3)¦std.deepJoin([@, [#, [$]]])¦std.toString([@, #])
    std.toString({[@]: #})¦[c for c in @]¦std.char(std.codepoint(@))¦std.all(@)¦std.uniq(std.stringChars(@))¦@ in {[#]: 1}
  `,
    ),
  )
  .map(([one, two, three, program]) =>
    program
      .replaceAll('@', () => one)
      .replaceAll('#', () => two)
      .replaceAll('$', () => three),
  );
const PIECES = [
  ...wordsOf`
    {¦}¦[¦]¦,¦:¦a¦b¦1¦-¦-1¦1.5¦1e3¦true¦null¦ ¦\n¦\n  ¦\n- ¦- ¦a: ¦b: ¦? ¦&x ¦*x¦|¦|\n  ¦>-\n  ¦'¦\"¦#c¦---\n¦...\n¦!!int ¦<<: ¦~
    \t¦é¦\u0000¦tru¦nul¦.inf¦0x1F¦2001-01-01¦[1, 2]¦{a: 1}¦{\"a\": 1}¦;¦%¦@¦\r\n¦01¦+1¦1.¦.5¦\\u12¦\\ud800
  `,
  '\\\\',
];
/** What almost is JSON, YAML or a number, read. */
export const readings: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('parseJson', 'parseYaml', 'parseYaml', 'parseInt', 'parseHex', 'parseOctal'),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }),
    fc.constantFrom('@', '[@]', '{a: @}', 'std.type(@)'),
  )
  .map(([name, parts, wrap]) => wrap.replace('@', () => `std.${name}("${parts.join('')}")`));
