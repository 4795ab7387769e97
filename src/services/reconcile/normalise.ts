/** The specification as Argo CD stores it, whoever wrote it: written once where it is not so yet. Before: refresh. After: inspect. */
import { applicationSpec } from '../../api/application/fields.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { normalizedSpecification } from '../../engine/project/normalized-specification.ts';
import { createMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import { questionOf, specOf } from './app-state.ts';
import { isDeleting } from './application-view.ts';
import { goShape } from './go-shape.ts';
import { patchWithPrecondition } from './journal.ts';
import type { PassContext } from './pass.ts';

/** A project that is not named is `default`; options that say nothing go. Fields that nobody here knows stay. */
export async function normalise(context: PassContext): Promise<'done' | 'overtaken'> {
  const { state, view } = context;
  if (state.normalisedSpec === state.answeredSpec || isDeleting(view)) return 'done';
  const { spec } = view.app;
  const patch = createMergePatch(
    goShape(applicationSpec, spec) as JsonObject,
    normalizedSpecification(spec) as unknown as JsonObject,
  );
  state.normalisedSpec = state.answeredSpec;
  if (Object.keys(patch).length === 0) return 'done';
  const written = await patchWithPrecondition(context.kube, view, { spec: patch });
  if (written.kind === 'overtaken') return 'overtaken';
  context.accept(written.object);
  // What was written says nothing new: this pass answers to it.
  state.answered = questionOf(state.view.object);
  state.answeredSpec = specOf(state.view.object);
  state.normalisedSpec = state.answeredSpec;
  return 'done';
}
