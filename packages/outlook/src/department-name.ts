import { glossary, INDICATORS, type Lang } from '@duqing/catalogue';

/** A department's name, or its id where there is none such. */
export function departmentName(lang: Lang): (department: string) => string {
  const words = new Map(glossary(lang).map(({ id, department }) => [id, department]));
  const names = new Map(INDICATORS.map(({ id, columns }) => [columns.department as string, words.get(id)]));
  return (department) => names.get(department) ?? department;
}
