package org.huiliu.pipeline;

import java.time.Duration;
import java.util.function.Function;
import org.huiliu.cases.AttachmentBook;
import org.huiliu.cases.CaseLedger;
import org.huiliu.cases.LinkBook;
import org.huiliu.delivery.DeliveryQueue;
import org.huiliu.intake.ReportLedger;
import org.huiliu.normalize.FeedContracts;
import org.huiliu.partners.FeedSwitches;
import org.huiliu.partners.TargetDirectory;
import org.huiliu.reviews.ReviewBook;
import org.huiliu.routing.Rulesets;
import org.huiliu.warnings.SubjectBook;

/**
 * The rooms that the accept path works with.
 *
 * @param blind the keyed hash of phone and id numbers
 * @param updatePace how long a unit is left in peace with news of further reports that can wait
 */
record AcceptRooms(
        FeedContracts feedContracts,
        FeedSwitches feeds,
        ReportLedger reports,
        CaseLedger cases,
        AttachmentBook attachments,
        LinkBook links,
        ReviewBook reviews,
        SubjectBook subjects,
        Rulesets rulesets,
        TargetDirectory targets,
        DeliveryQueue deliveries,
        Owing owing,
        Function<String, byte[]> blind,
        FirstMatters firsts,
        Duration updatePace) {}
