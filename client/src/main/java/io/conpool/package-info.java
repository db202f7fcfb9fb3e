/**
 * The client's face and its assembly: {@link io.conpool.H2Client} is what an application
 * uses, {@link io.conpool.H2ClientBuilder} puts its parts together. The only package that
 * sees all others.
 */
@NullMarked
package io.conpool;

import org.jspecify.annotations.NullMarked;
