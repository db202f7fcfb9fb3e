package io.conpool.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.channel.ChannelHandler;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

class H2ClientRuntimeHintsTests {

	@Test
	void everyChannelHandlerOfTheClientIsKnown() {
		assertThat(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.conpool")
			.stream()
			.filter((type) -> type.isAssignableTo(ChannelHandler.class))
			.map(JavaClass::getName)).containsExactlyInAnyOrderElementsOf(H2ClientRuntimeHints.CHANNEL_HANDLERS);
	}

	@Test
	void theirMethodsCanBeLookedUp() {
		RuntimeHints hints = new RuntimeHints();
		new H2ClientRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(H2ClientRuntimeHints.CHANNEL_HANDLERS)
			.allSatisfy((handler) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(TypeReference.of(handler))
				.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints));
	}

}
