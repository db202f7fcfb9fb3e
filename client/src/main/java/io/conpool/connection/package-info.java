/**
 * What a connection is made of whatever the version of HTTP: content on its way out
 * ({@link io.conpool.connection.OutboundContent}) and in
 * ({@link io.conpool.connection.ResponseSink}), the bridge to its channel
 * ({@link io.conpool.connection.ConnectionHandler}), its output and its tasks, and the
 * receiver of its lifecycle events ({@link io.conpool.connection.ConnectionOwner}). For
 * {@code http1} and {@code http2}, which do not know each other; not for applications.
 */
@NullMarked
package io.conpool.connection;

import org.jspecify.annotations.NullMarked;
