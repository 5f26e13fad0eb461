/** What the preview of a message tells, as far as the page reads it. */
export interface Preview {
  externalId: string
  version?: number | null
  mainRecord?: string | null
  content: Content
  repeat?: { caseId: string; outcome: string; reason?: string; evidence?: Record<string, unknown> }
  routing: {
    basis: { rulesetVersion: number; rule: string; reason?: string }
    review: boolean
    destination: string
    units: Record<string, string>
    decision: {
      units?: { target: string; role: string; rule: string; reason?: string }[]
      fired?: { group?: string; rule: string }[]
      values?: Record<string, unknown>
      notFound?: string[]
    }
    line?: string
    text?: string
  }
}

interface Content {
  title?: string
  description?: string
  domain?: string
  appealType?: string
  category?: { code: string }
  sourceCategory?: { code?: string; name?: string }
  urgency?: string
  priority?: string
  channel?: string
  flags?: string[]
  times?: { reportedAt?: string; occurredFrom?: string }
  place?: { address?: string; division?: string; divisionResolvedBy?: string; point?: { lon: number; lat: number } }
  parties?: { role: string; name?: string; phone?: string; contactPhone?: string; anonymous?: boolean }[]
  privacy?: { level?: string }
  withdrawn?: boolean
  unmapped?: { field: string; value: string; table: string }[]
}

const wanted: Record<string, (content: Content) => boolean> = {
  title: (content) => Boolean(content.title),
  description: (content) => Boolean(content.description),
  category: (content) => Boolean(content.category) && content.category?.code !== 'UNMAPPED',
  reportedAt: (content) => Boolean(content.times?.reportedAt),
  address: (content) => Boolean(content.place?.address),
  division: (content) => Boolean(content.place?.division),
  point: (content) => Boolean(content.place?.point),
  contact: (content) => (content.parties ?? []).some((party) => party.anonymous || party.phone || party.contactPhone),
}

/** What a case is usually decided by and this one lacks, by the words of the page. */
export function missing(content: Content): string[] {
  return Object.keys(wanted).filter((name) => !wanted[name]!(content))
}

/** What a pasted message is: XML begins with a pointed bracket. */
export function mediaType(text: string): 'application/xml' | 'application/json' {
  return text.trimStart().startsWith('<') ? 'application/xml' : 'application/json'
}
