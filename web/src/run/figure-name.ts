/** Responsible for names of figures as people say them: the API has those of its documents. Pure. */

const mostOfInitials = 3;

/** `logLoss` is `log loss`; what is three letters or fewer are initials. */
export function figureNameText(name: string): string {
  if (name.length <= mostOfInitials) return name.toUpperCase();
  return name.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}
