/** What the command line prints below the refusal of a label or annotation: it stands in conditions of Applications. */
const SAME = `
Global Flags:
      --stack-trace   print a stack-trace on error`;

const LABEL = `Usage:
  kustomize edit add label [flags]

Examples:

\t\tadd label {labelKey1:labelValue1} {labelKey2:labelValue2}

Flags:
  -f, --force               overwrite commonLabel if it already exists
  -h, --help                help for label
      --include-templates   include labels in templates (requires --without-selector)
      --without-selector    using add labels without selector option
`;

const ANNOTATION = `Usage:
  kustomize edit add annotation [flags]

Examples:

\t\tadd annotation {annotationKey1:annotationValue1} {annotationKey2:annotationValue2}

Flags:
  -f, --force   overwrite commonAnnotation if it already exists
  -h, --help    help for annotation
`;

export function addUsage(what: 'label' | 'annotation'): string {
  return (what === 'label' ? LABEL : ANNOTATION) + SAME;
}
