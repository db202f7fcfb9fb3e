package io.conpool.test.autoconfigure;

import java.util.List;
import java.util.Set;

import io.conpool.autoconfigure.H2ClientRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Fails the start if a client that is to be led to the mock server does not exist: the
 * one that was meant would go to the real one. Immutable.
 */
final class MockedClients implements SmartInitializingSingleton {

	private final List<String> names;

	private final ObjectProvider<H2ClientRegistry> registry;

	MockedClients(List<String> names, ObjectProvider<H2ClientRegistry> registry) {
		this.names = names;
		this.registry = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.registry.ifAvailable((registry) -> check(registry.names()));
	}

	private void check(Set<String> known) {
		for (String name : this.names) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException(
						"@AutoConfigureMockH2Server clients: " + name + " (expected: of " + known + ")");
			}
		}
	}

}
