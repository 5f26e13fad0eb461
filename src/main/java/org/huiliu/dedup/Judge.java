package org.huiliu.dedup;

/** Tells whether a report and a case are one matter. Pure. */
public final class Judge {
    private final RepeatPolicies policies;

    public Judge(RepeatPolicies policies) {
        this.policies = policies;
    }

    /** Whether repeats of such a matter are looked for at all. */
    public boolean looksFor(Matter report) {
        return policies.version() > 0;
    }

    /** A look at the sketches alone: how promising a candidate is, 0 for hopeless. */
    public double promise(Matter report, RepeatIndex.Candidate candidate) {
        return 0;
    }

    /** The verdict, on the exact texts. */
    public Judgement judge(Matter report, Rival rival) {
        return new Judgement.Separate("no rule");
    }
}
