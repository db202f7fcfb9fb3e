/**
 * The account with the peer: what it was granted or asked for against what it sent, the
 * slots of streams that were reset, and PINGs. Takes narrow callbacks and knows neither
 * the connection nor its streams. Without Netty.
 */
@NullMarked
package io.conpool.connection.http2.peer;

import org.jspecify.annotations.NullMarked;
