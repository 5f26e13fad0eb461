package org.huiliu.model;

import org.jspecify.annotations.Nullable;

/** An ambulance on its way (车辆). */
public record Vehicle(
        @Nullable String plate,
        @Nullable String station,
        @Nullable String crewPhone,
        @Nullable String hospital) {}
