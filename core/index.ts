/**
 * Tributary as a library. The command line uses nothing but this, each command from the files that it needs.
 *
 * @packageDocumentation
 */
export { markColumn } from './adapter/annotation.ts';
export type { Batch, ByteBatch, Cell, CellBatch } from './adapter/batch.ts';
export { cellAt, cellText } from './adapter/batch.ts';
export {
  type BookmarkKind,
  bookmarkForms,
  type Changes,
  type DatasetBookmark,
  typedBookmark,
} from './adapter/bookmark.ts';
export { nameColumns } from './adapter/columns.ts';
export type { Adapter, Column, Dataset, OpenContext, Part, Personal, RepairedRow, Source } from './adapter/contract.ts';
export { defineAdapter, personals } from './adapter/contract.ts';
export { findDataset } from './adapter/datasets.ts';
export { type InputFile, openFile } from './adapter/file.ts';
export { identityOf } from './adapter/identity.ts';
export { memorySource } from './adapter/memory.ts';
export { excerpt, printable } from './adapter/printable.ts';
export type { AdapterRegistry } from './adapter/registry.ts';
export { type Captured, type CaptureOptions, captureSource } from './capture/capture.ts';
export { captureKind } from './capture/format.ts';
export { captureSecret } from './capture/secret.ts';
export { type Code, catalogue, lookUpCode } from './errors/catalogue.ts';
export {
  ConfigError,
  configError,
  type Fault,
  formatFault,
  type Place,
  SourceError,
  StorageError,
  UploadError,
} from './errors/errors.ts';
export { nearestName } from './errors/suggest.ts';
export { checkMappingFile } from './mapping/check-mapping.ts';
export type { ColumnDecision } from './mapping/evidence/decision.ts';
export { type Choice, chooseMapping, type Fit, fitMappings } from './mapping/fit.ts';
export { functions } from './mapping/functions/index.ts';
export { type Guess, guessMapping } from './mapping/guess/guess.ts';
export { loadMapping, parseMapping, tryLoadMapping, withSource } from './mapping/load.ts';
export type { Mapping } from './mapping/mapping.ts';
export { type TestResult, testMapping } from './mapping/run-tests.ts';
export type { Entity } from './model/define.ts';
export { entities, entityNamed } from './model/entities/index.ts';
export { option } from './options/option.ts';
export { type Completeness, completenesses } from './package/content.ts';
export { exportPackage } from './package/export.ts';
export { openPackage, type Package, type StoredIssue } from './package/open.ts';
export { release } from './package/release.ts';
export type { AskColumn } from './run/bind-dataset.ts';
export { type CatalogChange, compareCatalogs } from './run/compare-catalogs.ts';
export {
  type CorrectionsOptions,
  type CorrectionsResult,
  importCorrections,
} from './run/corrections.ts';
export { defaultWorkers } from './run/default-workers.ts';
export {
  type DatasetDiff,
  type DiffOptions,
  type DiffSide,
  diffMappings,
  type MappingDiff,
  type ReadDataset,
} from './run/diff/diff.ts';
export type { IssueDiff } from './run/diff/issues.ts';
export type { EntityDiff, FieldDiff, RecordDiff } from './run/diff/records.ts';
export { type Drift, driftOf } from './run/drift.ts';
export { explainRecord, findRecord, readKey, type WantedKey } from './run/explain.ts';
export { type Held, holdAgainst } from './run/hold-against.ts';
export {
  datasetFor,
  datasetOf,
  type Input,
  keepStream,
  membersOf,
  openFileInput,
  openMappingInput,
  openMappingsInput,
  openSourceInput,
} from './run/input.ts';
export type { Issue } from './run/issue.ts';
export { bindProgram } from './run/job.ts';
export { type RowLedger, total } from './run/ledger.ts';
export { mappingFiles, togetherName } from './run/mapping-files.ts';
export { type Preview, previewDataset, previewDatasets, previewRow } from './run/preview.ts';
export type { Reading, Wish } from './run/reading.ts';
export { catalogText, parseCatalog, type RecordedCatalog, readCatalog, recordCatalog } from './run/recorded-catalog.ts';
export { recordedSource } from './run/recorded-source.ts';
export {
  type AbsentMember,
  type DatasetResult,
  type DatasetsImportOptions,
  type ImportOptions,
  type ImportResult,
  importDataset,
  importDatasets,
  type Member,
} from './run/run-import.ts';
export { type RunImportOptions, runImport } from './run/run-mapping.ts';
export { generatedCode } from './run/run-record.ts';
export { loadSourceFile, mappingFor, reconcileDays, type SourceFile } from './run/source-file.ts';
export { togetherFaults } from './run/together.ts';
export type { TracedField, TracedRecord, TracedRow } from './run/trace-row.ts';
export type { Bookmark } from './spool/bookmarks.ts';
export { packageStates, type SealedPackage } from './spool/entry.ts';
export { openSpool, type Spool } from './spool/spool.ts';
