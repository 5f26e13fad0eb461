package org.huiliu.normalize;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.huiliu.model.Attachment;
import org.huiliu.model.CaseContent;
import org.huiliu.model.Category;
import org.huiliu.model.ExternalId;
import org.huiliu.model.Legal;
import org.huiliu.model.Medical;
import org.huiliu.model.MissionTimes;
import org.huiliu.model.Party;
import org.huiliu.model.Place;
import org.huiliu.model.Point;
import org.huiliu.model.Privacy;
import org.huiliu.model.Satisfaction;
import org.huiliu.model.Supplement;
import org.huiliu.model.Times;
import org.huiliu.model.Unmapped;
import org.huiliu.model.Vehicle;

/** Tells the native image which records Jackson builds; the model itself knows only the JDK. */
@RegisterForReflection(
        targets = {
            CaseContent.class, Attachment.class, Category.class, ExternalId.class, Legal.class, Medical.class,
            MissionTimes.class, Party.class, Place.class, Point.class, Privacy.class, Satisfaction.class,
            Supplement.class, Times.class, Unmapped.class, Vehicle.class
        })
final class ContentReflection {
    private ContentReflection() {}
}
