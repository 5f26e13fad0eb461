package org.huiliu.platform.problem;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The address of the page behind an entry of a list: the query of this page, continued. */
public final class NextPage {
    private final String address;

    private NextPage(String address) {
        this.address = address;
    }

    /** The page of a list behind its entry with this id. */
    public static NextPage after(Object last, String list) {
        return new NextPage(list + "?cursor=" + last);
    }

    /** With a parameter of this page's query; one that is null was left out. */
    public NextPage with(String name, @Nullable Object value) {
        return value == null
                ? this
                : new NextPage(
                        address + "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    /** From the root of the hub. */
    public String address() {
        return address;
    }
}
