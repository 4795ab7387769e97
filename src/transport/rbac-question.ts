/** Words that a question about permissions may be made of (recorded: account/can-i). */
import { AppError } from '../base/errors.ts';

const RESOURCES = [
  'clusters',
  'projects',
  'applications',
  'applicationsets',
  'repositories',
  'write-repositories',
  'certificates',
  'accounts',
  'gpgkeys',
  'logs',
  'exec',
  'extensions',
];
const ACTIONS = ['get', 'create', 'update', 'delete', 'sync', 'rollback', 'override', 'action', 'invoke'];

/** Throws `api.invalid-argument` (user). An action may name what it acts on: `action/apps/Deployment/restart`. */
export function checkRbacQuestion(resource: string, action: string): void {
  if (!RESOURCES.includes(resource)) throw unknown(RESOURCES, resource);
  const [verb = ''] = action.split('/');
  if (!ACTIONS.includes(verb)) throw unknown(ACTIONS, action);
}

function unknown(known: readonly string[], word: string): AppError {
  const message = `[${known.join(' ')}] does not contain ${word}`;
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
