package org.huiliu.dedup;

import java.time.Duration;
import java.util.List;
import org.huiliu.model.Privacy;

/**
 * Tells whether a report and a case are one matter: first what forbids it, then how likely it is, then the bands of the
 * policy that both keep. Pure.
 */
public final class Judge {
    /** Candidates whose exact texts are worth comparing; more would be read for reports that resemble everything. */
    public static final int SHORTLIST = 5;

    private static final int SHARED = 8;

    private final RepeatPolicies policies;

    public Judge(RepeatPolicies policies) {
        this.policies = policies;
    }

    /** Whether repeats of such a matter are looked for at all. */
    public boolean looksFor(Matter report) {
        return policies.of(report).mode() != RepeatPolicy.Mode.OFF && report.privacy() != Privacy.Level.STRICT;
    }

    /** A look at the sketches alone: how promising a candidate is, 0 for hopeless. */
    public double promise(Matter report, RepeatIndex.Candidate candidate) {
        Sketch there = Sketch.read(candidate.sketch());
        Sketch here = report.drawn();
        if (there == null) {
            // written by another version: worth a look at the truth
            return 0.5;
        }
        RepeatPolicy policy = policies.of(report);
        if (here.minutesFrom(there) > policy.memory().toMinutes()) {
            return 0;
        }
        double metres = here.metresFrom(there);
        if (metres > policy.radiusM() + 1_000 || metres < 0 && here.otherCounty(there)) {
            return 0;
        }
        boolean caller = candidate.hits().contains(BlockKey.Kind.CALLER) || here.sameCaller(there);
        // a name in common is sure, the signs are a guess: where one outage strikes many estates, all texts are alike
        double place = Math.min(1, 0.5 * here.sharedNames(there) + 0.5 * here.own(there));
        if (metres >= 0) {
            place = Math.max(place, 0.6 * (1 - metres / (policy.radiusM() + 1_001)));
        }
        double about = Math.max(here.text(there), Math.min(2, here.sharedTopics(there)) * 0.3);
        double family = here.sameFamily(there) ? 0.1 : 0;
        return Math.min(1, 0.4 * place + 0.4 * about + (caller ? 0.15 : 0) + family);
    }

    /** The verdict, on the exact texts. */
    public Judgement judge(Matter report, Rival rival) {
        RepeatPolicy policy = policies.between(report, rival.first());
        Duration apart = Duration.between(rival.first().at(), report.at()).abs();
        boolean within = apart.compareTo(policy.window()) <= 0;
        boolean recurs = apart.compareTo(policy.recurrence()) <= 0
                && !policy.recurrence().isZero();
        if (policy.mode() == RepeatPolicy.Mode.OFF) {
            return new Judgement.Separate("policy " + policy.name() + " is off");
        }
        if (!within && !recurs) {
            return new Judgement.Separate("beyond the window of " + policy.name());
        }
        Judgement judgement = timeless(new Pair(report, rival, policy));
        if (within && !rival.closed()) {
            return judgement;
        }
        Judgement.Separate over = new Judgement.Separate("over, and not surely the same matter");
        return judgement.fold(
                attach -> recurs ? new Judgement.Recurs(attach.evidence().as(Layer.RECURRENCE)) : over,
                ask -> over,
                again -> again,
                separate -> separate);
    }

    /** The verdict as if both had come at once and the case were open: for benches, which have pairs years apart. */
    public Judgement timeless(Matter report, Matter other) {
        return timeless(new Pair(report, new Rival(other, false, false, true), policies.between(report, other)));
    }

    private Judgement timeless(Pair pair) {
        RepeatPolicy policy = pair.policy();
        List<CannotLink.Objection> objections = CannotLink.objections(pair);
        for (CannotLink.Objection objection : objections) {
            if (objection.hard()) {
                return new Judgement.Separate(objection.reason());
            }
        }
        double score = pair.score();
        if (score < policy.ask()) {
            return new Judgement.Separate("below the bands of " + policy.name());
        }
        List<String> differs =
                objections.stream().map(CannotLink.Objection::reason).toList();
        Layer layer = pair.sameCaller() ? Layer.SAME_CALLER : Layer.SAME_INCIDENT;
        Evidence evidence = evidence(pair, layer, score, differs);
        boolean sure = score >= policy.attach() && objections.isEmpty() && policy.mode() == RepeatPolicy.Mode.ON;
        return sure ? new Judgement.Attach(evidence) : new Judgement.Ask(evidence);
    }

    private Evidence evidence(Pair pair, Layer layer, double score, List<String> differs) {
        return new Evidence(
                layer,
                score,
                pair.text(),
                pair.metres(),
                pair.apart().toSeconds(),
                pair.sameCaller(),
                pair.likeness().shared(SHARED),
                differs,
                pair.policy().name(),
                policies.version());
    }
}
