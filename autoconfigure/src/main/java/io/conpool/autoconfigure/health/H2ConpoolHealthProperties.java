package io.conpool.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of connection pools.
 *
 * @param probeTimeout Longest wait of a health check for the answers to PINGs on idle
 * connections, one per endpoint, or 0 for no PINGs; in milliseconds if no unit is given.
 */
@ConfigurationProperties("conpool.h2.health")
public record H2ConpoolHealthProperties(@DefaultValue("0s") Duration probeTimeout) {
}
