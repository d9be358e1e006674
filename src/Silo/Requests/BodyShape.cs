using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CityActors.Silo.Requests;

/// <summary>What is wrong with a body.</summary>
/// <param name="Member">The member's path, for example <c>position.latitude</c> or <c>skills[2]</c>; empty: the body as a whole.</param>
/// <param name="Wrong">What is wrong with it, and what it may be.</param>
/// <param name="IsUnknown">True where no such member exists.</param>
internal sealed record BodyFault(string Member, string Wrong, bool IsUnknown = false);

/// <summary>Compares a body with the type it is to become, member by member: what is missing, unknown, twice, null or of another type is told by its path.</summary>
/// <remarks>The serializer's own messages name .NET types, and it takes a null in a list.</remarks>
internal static class BodyShape
{
    /// <summary>The first fault of a body, or null.</summary>
    public static BodyFault? FirstFault(JsonElement body, JsonTypeInfo type) => Check(body, type, "");

    private static BodyFault? Check(JsonElement value, JsonTypeInfo type, string path) => value.ValueKind switch
    {
        JsonValueKind.Null => new(path, "is null"),
        _ when type.PolymorphismOptions is { } choices => CheckOneOf(value, type, choices, path),
        _ when type.Kind == JsonTypeInfoKind.Object => CheckObject(value, type, path, ""),
        _ when type.Kind == JsonTypeInfoKind.Enumerable => CheckList(value, type, path),
        _ when type.Kind == JsonTypeInfoKind.Dictionary => CheckNamed(value, type, path),
        _ => CheckScalar(value, type, path),
    };

    private static BodyFault? CheckOneOf(JsonElement value, JsonTypeInfo type, JsonPolymorphismOptions choices, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new(path, "is not an object");
        }

        var (name, known) = (choices.TypeDiscriminatorPropertyName, choices.DerivedTypes);
        var wanted = $"give one of {string.Join(", ", known.Select(choice => choice.TypeDiscriminator))}";
        if (!value.TryGetProperty(name, out var given))
        {
            return new(Join(path, name), $"is missing: {wanted}");
        }

        var text = given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        var chosen = known.Where(choice => choice.TypeDiscriminator as string == text).Select(choice => choice.DerivedType).FirstOrDefault();
        return chosen is null
            ? new(Join(path, name), $"is {given.GetRawText()}: {wanted}")
            : CheckObject(value, type.Options.GetTypeInfo(chosen), path, name);
    }

    private static BodyFault? CheckObject(JsonElement value, JsonTypeInfo type, string path, string discriminator)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new(path, "is not an object");
        }

        var members = type.Properties.ToDictionary(member => member.Name, StringComparer.Ordinal);
        foreach (var member in type.Properties.Where(member => member.IsRequired && !value.TryGetProperty(member.Name, out _)))
        {
            return new(Join(path, member.Name), "is missing");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in value.EnumerateObject())
        {
            var here = Join(path, given.Name);
            var fault = !seen.Add(given.Name) ? new(here, "is given twice")
                : given.Name == discriminator ? null
                : !members.TryGetValue(given.Name, out var member) ? new(here, $"is unknown; the members are {string.Join(", ", members.Keys)}", IsUnknown: true)
                : CheckMember(given.Value, member, here);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static BodyFault? CheckMember(JsonElement value, JsonPropertyInfo member, string path)
    {
        var inner = Nullable.GetUnderlyingType(member.PropertyType);
        var mayBeNull = inner is not null || (!member.PropertyType.IsValueType && member.IsSetNullable);
        return value.ValueKind == JsonValueKind.Null && mayBeNull ? null : Check(value, member.Options.GetTypeInfo(inner ?? member.PropertyType), path);
    }

    private static BodyFault? CheckList(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return new(path, "is not a list");
        }

        var item = type.Options.GetTypeInfo(type.ElementType!);
        return value.EnumerateArray().Select((element, i) => Check(element, item, $"{path}[{i}]")).FirstOrDefault(fault => fault is not null);
    }

    // An object whose names are the sender's own, such as files by path.
    private static BodyFault? CheckNamed(JsonElement value, JsonTypeInfo type, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new(path, "is not an object");
        }

        var item = type.Options.GetTypeInfo(type.ElementType!);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return value.EnumerateObject().Select(member => seen.Add(member.Name) ? Check(member.Value, item, Join(path, member.Name)) : new BodyFault(Join(path, member.Name), "is given twice")).FirstOrDefault(fault => fault is not null);
    }

    private static BodyFault? CheckScalar(JsonElement value, JsonTypeInfo type, string path)
    {
        try
        {
            return value.Deserialize(type) switch
            {
                double number when !double.IsFinite(number) => new(path, "is too large for a number"),
                string text when text.Contains('\0', StringComparison.Ordinal) => new(path, "has a zero character, which is no part of any text"),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return new(path, $"is {Shown(value)}: give {Wanted(type.Type)}");
        }
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ when value.GetRawText() is { Length: <= 60 } text => text,
        _ => "something else",
    };

    private static string Wanted(Type type) => type switch
    {
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
        _ when type == typeof(DateTimeOffset) => Instants.Wanted,
        _ when type == typeof(TimeOnly) => "a time of day such as 08:00:00",
        _ when type == typeof(TimeSpan) => "a duration such as 00:15:00",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ => "a number",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
