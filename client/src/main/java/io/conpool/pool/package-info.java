/**
 * A typed connection pool that knows capacity, not protocol:
 * {@link io.conpool.pool.Conpool} lends connections, and asks a
 * {@link io.conpool.pool.ProtocolHandler} for everything else. Knows neither sockets nor
 * HTTP.
 */
@NullMarked
package io.conpool.pool;

import org.jspecify.annotations.NullMarked;
