/**
 * A server to test code against that calls {@link io.conpool.H2Client}:
 * {@link io.conpool.test.MockH2Server}, a real HTTP/2 server that answers as the test
 * says and fails as only HTTP/2 servers can. It needs no Spring; how it comes into an
 * application context is the matter of {@code io.conpool.test.autoconfigure}, so that the
 * two stand to each other as {@code test} and {@code test.autoconfigure} do in Spring
 * Boot's modules.
 */
@NullMarked
package io.conpool.test;

import org.jspecify.annotations.NullMarked;
