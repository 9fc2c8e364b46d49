/** What the preview reads of a generated board: Grafana's classic schema, as far as our boards use it. */
export interface BoardJson {
  uid: string;
  title: string;
  description: string;
  panels: PanelJson[];
  templating: { list: VariableJson[] };
  annotations: { list: AnnotationJson[] };
}

export interface VariableJson {
  name: string;
  type: string;
  label?: string;
  description?: string;
  query: string | { rawSql: string };
}

export interface AnnotationJson {
  name: string;
  iconColor: string;
  target: TargetJson;
}

interface TargetJson {
  refId: string;
  rawSql: string;
}

export interface PanelJson {
  id: number;
  type: string;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: TargetJson[];
  transformations?: { id: string; options: Record<string, unknown> }[];
  options?: Record<string, unknown>;
  fieldConfig?: { defaults: FieldJson; overrides: OverrideJson[] };
}

/** Standard options of a field, then those of its panel type. */
export interface FieldJson {
  unit?: string;
  noValue?: string;
  displayName?: string;
  decimals?: number;
  min?: number;
  max?: number;
  color?: { mode: string; fixedColor?: string };
  thresholds?: ThresholdsJson;
  mappings?: MappingJson[];
  links?: LinkJson[];
  custom?: Record<string, unknown>;
}

interface ThresholdsJson {
  mode: string;
  steps: { value: number | null; color: string }[];
}

interface Mapped {
  text?: string;
  color?: string;
}

export type MappingJson =
  | { type: 'value'; options: Record<string, Mapped> }
  /** the whole value must match; a text takes its place */
  | { type: 'regex'; options: { pattern: string; result: Mapped } };

export interface LinkJson {
  title: string;
  url: string;
}

interface OverrideJson {
  matcher: { id: string; options: string };
  properties: { id: string; value: unknown }[];
}
