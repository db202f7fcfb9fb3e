/**
 * Header fields of HTTP/2 and their compression (RFC 7541):
 * {@link io.conpool.hpack.HpackEncoder} for requests,
 * {@link io.conpool.hpack.HpackDecoder} for responses. Blocks are byte arrays; knows
 * nothing but the JDK.
 */
@NullMarked
package io.conpool.hpack;

import org.jspecify.annotations.NullMarked;
