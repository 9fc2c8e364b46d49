import type {
  AlertActRow,
  AlertDeliveryRow,
  AlertLetterRow,
  AlertTransitionRow,
  AttestationFact,
  AuditRow,
  BulletinNoticeRow,
  BulletinRow,
  BulletinStepRow,
  CaseFact,
  CellNoteEndRow,
  CellNoteRow,
  ConfigurationAppliedRow,
  ConfigurationBacktestRow,
  ConfigurationStepRow,
  DimensionRow,
  HeartbeatRow,
  IndicatorValueRow,
  IntelligenceFact,
  ItemNameRow,
  LedgerRow,
  OffsetGapRow,
  RegionNameRow,
  RejectRow,
  RejectStepRow,
  ReturnFact,
  SeizureFact,
  SignalActRow,
  VintageMomentRow,
  TokenRow,
} from '../src/index.ts';

/** Which row shape each table has. */
export interface Tables {
  ledger: LedgerRow;
  facts_case_filed: CaseFact;
  facts_case_solved: CaseFact;
  facts_seizure: SeizureFact;
  facts_intelligence: IntelligenceFact;
  facts_return: ReturnFact;
  facts_attestation: AttestationFact;
  indicator_values: IndicatorValueRow;
  rejects: RejectRow;
  alert_transitions: AlertTransitionRow;
  alert_deliveries: AlertDeliveryRow;
  alert_acks: AlertActRow;
  alert_letters: AlertLetterRow;
  bulletins: BulletinRow;
  bulletin_steps: BulletinStepRow;
  bulletin_notices: BulletinNoticeRow;
  dimensions: DimensionRow;
  region_names: RegionNameRow;
  item_names: ItemNameRow;
  watermarks: { at: number; source: string };
  vintage_moments: VintageMomentRow;
  cell_notes: CellNoteRow;
  access_tokens: TokenRow;
  audit: AuditRow;
  reject_steps: RejectStepRow;
  offset_gaps: OffsetGapRow;
  heartbeats: HeartbeatRow;
  configuration_steps: ConfigurationStepRow;
  configuration_backtests: ConfigurationBacktestRow;
  configuration_applied: ConfigurationAppliedRow;
  cell_note_ends: CellNoteEndRow;
  signal_acts: SignalActRow;
}

const AT = Date.parse('2026-06-30T15:59:59.999Z');
const RANK = String(2n ** 245n - 1n);

const common = {
  region: '990101',
  quarter: '2026Q2',
  day: '2026-06-30',
  subject: '990101-2026-0001',
  rank: RANK,
  deleted: false,
  source: '/990101/police',
  id: 'c-1',
  revision: 9_007_199_254_740_991,
  received_at: AT,
  simulated: true,
  backfilled: false,
  flags: ['attribute-missing', 'other-source'],
};

const caseFact: CaseFact = {
  ...common,
  category: 'manufacturing',
  severity: 'major',
  target_level: 'none',
  solved_by: ['analysis-platform', 'checkpoint'],
  pre_controlled: false,
  large_scale: true,
  caused_by_user: false,
  out_of_supervision: false,
  involved: 5_000_000_000,
  minors: 0,
  pupils: 1,
};

/** Absent attributes are null, not false and not 0. */
const bareCase: CaseFact = {
  ...caseFact,
  subject: 'bare',
  severity: null,
  target_level: null,
  solved_by: [],
  pre_controlled: null,
  large_scale: null,
  caused_by_user: null,
  out_of_supervision: null,
  involved: null,
  minors: null,
  pupils: null,
  flags: [],
};

const ledger: LedgerRow = {
  topic: 'duqing.cases',
  partition: 3,
  offset: '9007199254740993',
  received_at: AT,
  processed_at: AT + 1,
  source: '/990101/police',
  id: 'c-1',
  type: 'duqing.case.recorded.v1',
  family: 'case',
  subject: common.subject,
  revision: 2,
  withdrawn: false,
  time: AT - 1,
  rank: RANK,
  data_hash: 'ab'.repeat(32),
  bytes_hash: 'cd'.repeat(32),
  bytes: '{"text":"毒情 \\"\\n"}\n',
  data: '{"revision":2}',
  region: '990101',
  flags: [],
  simulated: false,
  backfilled: true,
};

const value: IndicatorValueRow = {
  indicator: 'it-solved-share',
  region: '990100',
  period: '2026Q2',
  as_of: AT,
  computed_at: AT,
  numerator: 5,
  denominator: 16,
  value: 31.25,
  verdict: 'met',
  reason: null,
  evidence: 'weak',
  stage: 'running',
  simulated: true,
  cell: '{"indicator":"it-solved-share"}',
  unit: '%',
  comparator: '>',
  target_limit: 25,
  base_value: null,
  base_period: '',
  to_meet: 0,
  to_break: null,
  distance_zh: '再有 1 起',
  distance_en: '1 more',
  note_zh: '',
  note_en: '',
  returns_expected: 0,
  returns_received: 0,
  returns_on_time: 0,
  feeds_expected: 11,
  feeds_attested: 10,
  through: '',
  units_missing: ['990105'],
  flags: ['simulated', 'unattested'],
  failing_low: 1,
  failing_high: 3,
  failing: ['990101/a'],
  mend_order: ['990101/a'],
  veto_missed: [],
  to_mend: 1,
  ratio: '5/16',
  value_zh: '31.3%',
  value_en: '31.3 %',
  target_zh: '> 25%',
  target_en: '> 25 %',
  completeness_zh: '数据源 10/11',
  completeness_en: 'feeds 10/11',
  marks_zh: '模拟数据',
  marks_en: 'simulated data',
  remarks_zh: '依据不足',
  remarks_en: 'weak evidence',
  label_zh: ' · 模拟数据',
  label_en: ' · simulated data',
};

export const SAMPLES: { [Table in keyof Tables]: Tables[Table][] } = {
  ledger: [ledger],
  facts_case_filed: [caseFact, bareCase],
  facts_case_solved: [caseFact, bareCase],
  facts_seizure: [
    {
      ...common,
      case_id: '',
      channel: null,
      events: 3,
      item_substance: ['methamphetamine', 'ketamine', 'other'],
      item_name: ['', '', '蓝精灵'],
      item_quantity: ['120.5', '20', '0.000000000000000001'],
      item_unit: ['g', 'tablet', 'g'],
      item_grams: ['120.5', null, '0.000000000000000001'],
      item_pure_grams: ['93.990000000000000000000000000001', null, '0'],
    },
  ],
  facts_intelligence: [
    { ...common, kind: 'tip', grade: 'B', substances: ['ketamine'], disposition: 'case-opened', case_id: 'c-1' },
    { ...common, subject: 'bare', kind: 'lead', grade: null, substances: [], disposition: null, case_id: '' },
  ],
  facts_return: [
    {
      ...common,
      measure: 'lost-contact-rate',
      period: '2026Q2',
      department: 'justice',
      numerator: 3,
      denominator: 80,
      value: null,
      flag: null,
      nil: false,
    },
    {
      ...common,
      subject: 'flag',
      measure: 'transit-hub',
      period: '2026H1',
      department: null,
      numerator: null,
      denominator: null,
      value: 0.1,
      flag: false,
      nil: true,
    },
  ],
  facts_attestation: [
    { ...common, feed: 'cases', period: '2026Q2', through: '2026-06-30', count: 41 },
    { ...common, subject: 'bare', feed: 'cases', period: '2026Q2', through: '2026-06-12', count: null },
  ],
  indicator_values: [
    value,
    {
      ...value,
      region: '990101',
      numerator: null,
      denominator: null,
      value: null,
      reason: 'feed-unattested',
      evidence: null,
    },
  ],
  rejects: [
    {
      topic: 'duqing.cases',
      partition: 0,
      offset: '9007199254740993',
      received_at: AT,
      source: '',
      id: '',
      type: '',
      subject: '',
      code: 'not-json',
      field: '',
      reason_zh: '不是 JSON',
      reason_en: 'not JSON',
      payload: 'e30=',
      payload_size: 6_000_000,
      payload_hash: 'ef'.repeat(32),
      masked: false,
      headers: '{"ce_id":"c-1"}',
    },
  ],
  alert_transitions: [
    {
      transition_id: 'ab'.repeat(32),
      kind: 'target-missed',
      key: 'it-solved-share/990101/2026Q2',
      episode: 1,
      severity: 'warning',
      indicator: 'it-solved-share',
      region: '990101',
      period: '2026Q2',
      from_state: 'normal',
      to_state: 'firing',
      at: AT,
      text_zh: '未达标',
      text_en: 'missed',
      value: null,
      causes: ['c-1'],
      simulated: true,
    },
  ],
  alert_acks: [
    {
      act_id: 'ab'.repeat(16),
      key: 'veto/transit-hub/990102/990102/transit-hub/2026Q2',
      notice: 1,
      act: 'assign',
      at: AT,
      post: 'duty-officer',
      role: 'analyst',
      token_id: 'abcdef012345',
      assignee: 'county-office',
      due: AT + 1,
      outcome: '',
      text: '请核实',
    },
  ],
  alert_letters: [
    {
      ref: 'ab'.repeat(32),
      recipient: 'commander',
      post: 'duty-commander',
      sort: 'notice',
      key: 'veto/transit-hub/990102/990102/transit-hub/2026Q2',
      number: 1,
      kind: 'veto',
      severity: 'critical',
      indicator: 'transit-hub',
      region: '990102',
      simulated: true,
      at: AT,
      held: 'quiet',
      release_at: AT + 1,
      due: 0,
    },
  ],
  alert_deliveries: [
    { transition_id: 'ab'.repeat(32), channel: 'webhook', at: AT, ok: false, error: 'HTTP 503', tries: 4 },
  ],
  region_names: [
    { id: '990101', name_zh: '一县', name_en: 'One county', parent: '990100', level: 'county', position: 1 },
  ],
  item_names: [
    {
      id: 'it-solved-share',
      name_zh: '占比',
      name_en: 'Share',
      parent: 'monitoring',
      level: 'ratio',
      position: 7,
      judged: true,
    },
  ],
  dimensions: [
    {
      kind: 'region',
      id: '990102',
      name_zh: '某区',
      name_en: 'A District',
      parent: '990100',
      level: 'county',
      levels: ['county'],
      judged: false,
      position: 2,
      detail_zh: '',
      detail_en: '',
      gone: false,
      written_at: AT,
    },
  ],
  bulletins: [
    {
      bundle_id: 'b-1',
      quarter: '2026Q2',
      edition: 'provisional',
      audience: 'internal',
      lang: 'zh',
      as_of: AT,
      sealed_at: AT + 1,
      path: 'out/2026Q2',
      cells: '[]',
    },
  ],
  bulletin_steps: [
    {
      step_id: 'ab'.repeat(8),
      document: '2026Q2/provisional/internal/zh',
      seq: 1,
      step: 'drafted',
      at: AT,
      post: '统计岗',
      role: 'analyst',
      as_of: AT,
      content_id: 'cd'.repeat(32),
      path: 'out/drafts/2026Q2',
      narrative: '## summary\n',
      remark: '',
      data: '{}',
    },
  ],
  bulletin_notices: [
    {
      bundle_id: 'n-1',
      document: '2026Q2/provisional/internal/zh/correction-1',
      edition_id: 'b-1',
      number: 1,
      as_of: AT,
      sealed_at: AT + 1,
      path: 'out/2026Q2-correction-1',
      figures: '[]',
    },
  ],
  watermarks: [{ at: AT, source: 'replay' }],
  vintage_moments: [{ as_of: AT, computed_at: AT }],
  cell_notes: [
    {
      note_id: 'ab'.repeat(16),
      indicator: 'it-solved-share',
      region: '990100',
      period: '2026Q2',
      at: AT,
      author: 'analysts',
      text: '已知的口径变化',
    },
  ],
  access_tokens: [
    {
      token_id: 'a1b2c3d4',
      post: '值班岗',
      role: 'source',
      area: '990101',
      source: '/990101/police',
      token_hash: 'ab'.repeat(32),
      issued_at: AT,
      issued_by: 'console',
      expires_at: AT + 1,
      revoked_at: 0,
    },
  ],
  audit: [
    {
      audit_id: 'ab'.repeat(16),
      at: AT,
      post: '值班岗',
      role: 'engineer',
      token_id: 'a1b2c3d4',
      action: 'approve-mending',
      object: 'duqing.cases/0/5',
      area: '990100',
      outcome: 'done',
      detail: '',
    },
  ],
  reject_steps: [
    {
      topic: 'duqing.cases',
      partition: 0,
      offset: '9007199254740993',
      proposal_id: 'cd'.repeat(16),
      step: 'proposed',
      kind: 'replay',
      at: AT,
      post: '值班岗',
      token_id: 'a1b2c3d4',
      reason: '',
      payload: '{}',
    },
  ],
  heartbeats: [{ instance: 'host/1', number: 7, sent_at: AT, stored_at: AT + 40 }],
  offset_gaps: [
    { topic: 'duqing.cases', partition: 0, first_offset: '9007199254740993', last_offset: '9007199254740994' },
  ],
  configuration_steps: [
    {
      proposal_id: 'ab'.repeat(8),
      step: 'proposed',
      at: AT,
      post: '综合岗',
      token_id: 'a1b2c3d4',
      part: 'targets',
      valid_from: '2026-01-01',
      source: '市禁毒委〔2026〕1 号',
      reason: '试点',
      base: '',
      value: '{"limits":[],"notConcerned":[]}',
    },
  ],
  configuration_backtests: [{ proposal_id: 'ab'.repeat(8), at: AT, result: '{}' }],
  configuration_applied: [{ proposal_id: 'ab'.repeat(8), applied_at: AT }],
  cell_note_ends: [{ note_id: 'ef'.repeat(16), at: AT, author: 'analysts' }],
  signal_acts: [
    {
      act_id: 'ef'.repeat(32),
      key: 'early-warning/cases/trafficking/990102',
      act: 'dismiss',
      week: '2026-W21',
      observed: 12,
      at: AT,
      post: '分析岗',
      role: 'analyst',
      token_id: 'a1b2c3d4',
      text: '专项行动集中移送',
    },
  ],
};
