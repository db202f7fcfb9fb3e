/**
 * Clients of services behind Spring Cloud LoadBalancer; begins in
 * {@link io.conpool.autoconfigure.loadbalancer.H2ClientLoadBalancerAutoConfiguration}.
 */
@NullMarked
package io.conpool.autoconfigure.loadbalancer;

import org.jspecify.annotations.NullMarked;
