/**
 * What can be seen of a repository before there is an Application for it: folders, charts, what can be set. Implemented by
 * `services/source`; every call throws `AppError` of the ports beneath and of rendering.
 */
import type { ApplicationSource } from '../api/application/fields.ts';
import type { ChartDetails, OCIMetadata } from '../api/application/revision-fields.ts';
import type { ParameterAnnouncement } from '../api/config-management-plugin/fields.ts';

export interface InspectedSource {
  readonly appName: string;
  readonly project: string;
  readonly source: ApplicationSource;
  /** Other sources of the Application: those with a `ref` lend it their files. */
  readonly others: readonly ApplicationSource[];
}

/** As `repository.RepoAppDetailsResponse` has it, lists in byte order. */
export interface InspectedDetails {
  readonly type: string;
  readonly helm?: {
    readonly valueFiles: readonly string[];
    readonly parameters: readonly { readonly name: string; readonly value: string }[];
    readonly values: string;
    readonly fileParameters: readonly { readonly name: string; readonly path: string }[];
  };
  readonly kustomize?: { readonly images: readonly string[] };
  readonly plugin?: { readonly parametersAnnouncement: readonly ParameterAnnouncement[] };
}

export interface SourceInspection {
  details(inspected: InspectedSource, signal?: AbortSignal): Promise<InspectedDetails>;
  /** Folders that a tool is for, at the revision that the source names. `.` is the root. */
  folders(
    source: ApplicationSource,
    project: string,
    signal?: AbortSignal,
  ): Promise<readonly { readonly path: string; readonly type: string }[]>;
  /** What an artifact says of itself by its digest (A14); empty texts where it says nothing. */
  artifact(source: ApplicationSource, project: string, digest: string, signal?: AbortSignal): Promise<OCIMetadata>;
  /** What a chart of a repository says of itself in a version, or in the newest that a constraint accepts. */
  chart(source: ApplicationSource, project: string, version: string, signal?: AbortSignal): Promise<ChartDetails>;
}
