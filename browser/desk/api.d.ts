/** What the HTTP API of `serve` sends and takes, and what the page keeps: for the type checker alone, never served. */

type Point = [row: number, column: number];
type Box = [top: number, left: number, height: number, width: number];
type State = "queued" | "running" | "done" | "failed" | "cancelled";

interface Tiles {
  url: string;
  format: string;
  tile_px: number;
  overlap_px: number;
  height_px: number;
  width_px: number;
  max_level: number;
}

type Scale =
  | { kind: "mm_per_px"; mm_per_px: number }
  | { kind: "two_points"; points_px: Point[]; distance_mm: number }
  | { kind: "corners"; corners_px: Point[]; width_mm: number; height_mm: number };

interface Result {
  version: number;
  cracks: number;
  length_px: number;
  length_mm: number | null;
  crack_share: number;
  worst: { class: string; rank: number } | null;
  remark: string | null;
}

interface Picture {
  id: string;
  name: string;
  added: string;
  position: number;
  revision: number;
  height_px: number;
  width_px: number;
  bytes: number;
  state: State;
  step: null | "finding" | "measuring";
  stale: boolean;
  error: string | null;
  threshold: number;
  own_threshold: number | null;
  scale: Scale | null;
  own_scale: Scale | null;
  scale_text: string | null;
  reviewed: boolean;
  edits: number;
  result: Result | null;
  photo: Tiles;
  probability: Tiles | null;
}

interface Crack {
  crack: number;
  length_px: number;
  length_mm: number | null;
  width_median_px: number | null;
  width_p95_px: number | null;
  width_max_px: number | null;
  width_median_mm: number | null;
  width_p95_mm: number | null;
  width_max_mm: number | null;
  width_quality: "good" | "uncertain" | "below resolution";
  width_is_upper_bound: boolean;
  orientation_deg: number | null;
  widest_row_px: number | null;
  widest_column_px: number | null;
  box_top_px: number;
  box_left_px: number;
  box_height_px: number;
  box_width_px: number;
  confidence: number;
  severity: string | null;
  rank: number | null;
  lines: Point[][];
}

interface Deleted {
  edit: string;
  box_px: Box;
  number: number;
}

interface Detail extends Picture {
  cracks: Crack[];
  deleted: Deleted[];
  undo: boolean;
  redo: boolean;
  facts: Record<string, unknown>;
  pattern: string | null;
  remark: string | null;
}

type Edit =
  | { kind: "erase" | "paint"; points_px: Point[]; radius_px: number }
  | { kind: "delete"; crack: number; version: number }
  | { kind: "restore"; edit: string };

interface Head {
  structure: string | null;
  element: string | null;
  inspector: string | null;
  date: string | null;
  notes: string | null;
}

interface Counts {
  pictures: number;
  queued: number;
  running: number;
  done: number;
  failed: number;
  cancelled: number;
  cracks: number;
  reviewed: number;
}

interface Project {
  id: string;
  name: string;
  created: string;
  revision: number;
  settings: { standard: string | null; threshold: number | null; scale: Scale | null; head: Head };
  counts: Counts;
}

interface Export {
  id: string;
  state: State;
  created: string;
  done: number;
  total: number;
  error: string | null;
  bytes: number | null;
  files: string[];
}

interface Standard {
  name: string;
  title: string;
  structure: string;
  compared: string;
  source: string;
  caveat: string;
  classes: { name: string; limit_mm: number | null; holds_limit: boolean }[];
}

interface About {
  version: string;
  auth: { required: boolean; signed_in: boolean };
  weights: { name: string; data: string; terms: string; sha256: string; threshold: number } | null;
  threshold: { default: number; lowest: number; highest: number; step: number; levels: number };
  limits: { upload_bytes: number; pixels: number; queue: number; name_length: number };
  formats: string[];
  extras: { pdf: boolean; heic: boolean; dxf: boolean };
  browser_page: string | null;
}

interface Changes {
  revision: number;
  project: Project;
  pictures: Picture[];
  removed: string[];
  exports: Export[];
}

/** A stroke or a deleted crack that the program has not answered yet. */
interface Draft {
  kind: "erase" | "paint";
  lines: Point[][];
  radius_px: number;
}

interface Refused {
  name: string;
  error: Error;
}

type Tool = "look" | "scale" | "paint" | "erase";

interface Desk {
  about: About | null;
  language: string;
  connection: "fine" | "lost";
  standards: Standard[];
  projects: Project[];
  project: Project | null;
  revision: number;
  pictures: ReadonlyMap<string, Picture>;
  exports: ReadonlyMap<string, Export>;
  uploads: { waiting: number; sent: number; refused: readonly Refused[] };
  current: string | null;
  detail: Detail | null;
  selected: number | null;
  tool: Tool;
  radius: { paint: number; erase: number };
  drafts: readonly Draft[];
  threshold: number;
  opacity: number;
  wiping: boolean;
  labels: boolean;
  scalePoints: { kind: "two_points" | "corners"; points: readonly Point[] };
}
