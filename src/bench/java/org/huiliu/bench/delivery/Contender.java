package org.huiliu.bench.delivery;

import java.util.List;

/** Something that delivers letters from a table in PostgreSQL and marks there what is delivered. */
interface Contender extends AutoCloseable {
    String name();

    /** Puts letters into the table in one commit: from then on they go out. */
    void load(List<Letter> letters) throws Exception;

    /** How many are not marked yet. */
    long open() throws Exception;

    @Override
    void close();
}
