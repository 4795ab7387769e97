/**
 * Follows the Applications of all namespaces that the settings name. As long as they name none but the control plane's, only
 * that one is listed and watched; when they change, it lists again.
 */
import { applicationNamespaces, isApplicationNamespace } from '../../engine/settings/index.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ReflectorPort, ReflectorSink, ReflectorTarget } from '../../ports/reflector.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';

/** For Applications only. The target's namespace is the control plane's. */
export function applicationReflector(reflector: ReflectorPort, installation: InstallationPort): ReflectorPort {
  return {
    async run(target, sink) {
      while (!target.signal.aborted) {
        const patterns = patternsOf(installation.current());
        await runUntilChanged({ reflector, installation, target, patterns }, sink);
      }
    },
  };
}

interface Round {
  readonly reflector: ReflectorPort;
  readonly installation: InstallationPort;
  readonly target: ReflectorTarget;
  readonly patterns: readonly string[];
}

async function runUntilChanged(
  { reflector, installation, target, patterns }: Round,
  sink: ReflectorSink,
): Promise<void> {
  const changed = new AbortController();
  const before = patterns.join('\n');
  const unsubscribe = installation.subscribe((next) => {
    if (patternsOf(next).join('\n') !== before) changed.abort();
  });
  const signal = AbortSignal.any([target.signal, changed.signal]);
  const shown = ({ metadata }: KubeObject): boolean =>
    isApplicationNamespace(patterns, metadata.namespace ?? '', target.namespace);
  try {
    if (patterns.length === 0) await reflector.run({ ...target, signal }, sink);
    else await reflector.run({ ...target, namespace: '', signal }, only(sink, shown));
  } finally {
    unsubscribe();
  }
}

/** A sink that hears of nothing else. */
function only(sink: ReflectorSink, shown: (object: KubeObject) => boolean): ReflectorSink {
  return {
    listing: () => sink.listing(),
    page: (objects, resourceVersion) => sink.page(objects.filter(shown), resourceVersion),
    listed: (resourceVersion) => sink.listed(resourceVersion),
    changed: (type, object) => {
      if (shown(object)) sink.changed(type, object);
    },
    bookmark: (resourceVersion) => sink.bookmark(resourceVersion),
    health: (failure) => sink.health(failure),
  };
}

function patternsOf({ settings }: Installation): readonly string[] {
  return applicationNamespaces(settings.commandParameters);
}
