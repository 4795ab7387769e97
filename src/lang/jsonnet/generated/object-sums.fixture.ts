/** Inheritance: `self`, `super`, `$`, visibility and assertions. */
import fc from 'fast-check';
import { wordsOf } from './words-of.fixture.ts';

const member = fc.constantFrom(
  ...wordsOf`
    a: 1¦a: 2¦a:: 3¦a::: 4¦a+: 1¦a+: {x: 1}¦a+: [1]¦a+: "s"¦a+:: 5¦a+::: 6¦b: self.a¦b: super.a¦b: $.a¦b+: {c: self.a}
    b+: {c+: {d: super.c}}¦c: {a: $.b, e: self.a, a: 1}¦c+: {a+: 2}¦c+: {a: super.a}¦c+: { b: $.c.a }¦d: super.c.a
    d: "a" in super¦d: "a" in self¦["e" + "f"]: self.a¦["a"]+: 1¦assert self.a > 0¦assert self.a == 1 : "a is " + self.a
    assert "b" in self : "no b"¦assert super.a == 1¦local l = self.a¦local s = self, s2: s.a¦local u = super.a, z: u
    m(p=self.a, q=p): [p, q]¦n: self.m()¦n: super.m(1)¦h:: error "hidden"¦h: error "seen"¦v: [self.a for i in [1]]
    v: {[k]: $.a for k in ["q"]}¦v: {[k]+: $.a for k in ["q"]}¦w: (self { a: 7 }).b¦w: (super.c { e: 1 })
    o: {p: {q: $.a, r: self.q}}¦o+: {p+: {q: super.q}}¦o+: {p+: {q+: 1}}¦o+: {p+:: {z: super.r}}¦x: std.objectFields(self)
    x: std.objectFields(super)¦y: self¦y: self == {a: 1}¦t: local q = self; q.a¦f: function(x) x + self.a¦g: self.f(1)
    [if self.a == 1 then "i"]: 1¦[null]: error "never"¦i: $.zz¦i: self.zz¦i: super.zz¦"a b": super["a"]
    j: {a: 10, k: $.a, assert self.a == 10}¦j+: {a: 11}¦j+: {assert self.a == 10 : "nested " + self.a}¦aa: std.length(self)
    bb: std.objectHas(self, "h")¦cc: std.get(self, "h", 1, true)¦dd: [super.a, super.b]
  `,
);
const object = fc.array(member, { minLength: 0, maxLength: 4 }).map((members) => `{${members.join(', ')}}`);
/** Sums of objects that refer to themselves and to one another. */
export const objectSums: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(object, { minLength: 1, maxLength: 5 }),
    fc.constantFrom(
      ...wordsOf`
    @¦@¦@¦@¦@¦(@).a¦(@).b¦(@).c¦(@).o¦std.objectFields(@)¦std.objectFieldsAll(@)¦std.objectValues(@)¦(@) == (@)¦std.prune(@)
    std.mergePatch(@, {c: null})¦std.manifestYamlDoc(@)¦std.toString(@)¦"a" in (@)¦local o = @; o + o
    local o = @; o { c+: {zz: 1} }¦local o = @; {a: 100} + o¦(@) + {a: 100}¦std.mapWithKey(function(k, v) k, @)
    std.foldl(function(x, y) x + y, [@], {a: 50})¦{outer: 1, inner: @}¦{a: 77, inner: @ + {b: $.a}}
    [x for x in std.objectValuesAll(@)]¦{[k]: (@)[k] for k in std.objectFields(@)}¦std.objectHasAll(@, "h")
    std.assertEqual(@, {a: 1})¦std.objectRemoveKey(@, "a")¦std.objectRemoveKey(@, "a") + {a+: 5}¦std.manifestJsonMinified(@)
    error @¦local f(o) = o + {deep: super.a}; f(@)¦std.length(@)¦(@) { local a = 1, b: a }¦!(@)¦(@) + 1¦"" + (@)
    (@)["m"](1, 2)¦(@).m(q=5)¦std.sort(std.objectFields(@))¦[@, @]
  `,
    ),
  )
  .map(([objects, wrap]) => wrap.replaceAll('@', () => objects.join(' + ')));
