/** Responsible for names of models where no version can be meant. */
import { EspalierError, parseModelReference } from '@espalier/domain';

/** @throws EspalierError `request.invalid` */
export function plainName(text: string): string {
  const { name, which } = parseModelReference(text);
  if (which === null) return name;
  throw new EspalierError(
    'request.invalid',
    `This is about all of ${name}: give its name without @${which}.`,
  );
}
