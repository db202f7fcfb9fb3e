/**
 * HTTP messages as values, and the contract by which one is exchanged for another over
 * some connection: {@link io.conpool.http.H2Request}, {@link io.conpool.http.H2Response},
 * {@link io.conpool.http.HttpConnection}. What a message may not contain is refused here,
 * before anything is sent. Knows neither frames nor sockets.
 */
@NullMarked
package io.conpool.http;

import org.jspecify.annotations.NullMarked;
