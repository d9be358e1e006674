using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityActors.Packs.Cases;
using CityActors.Packs.Format;

namespace CityActors.Cases;

/// <summary>Reads what is typed into forms: complete and of the right types, or a refusal that names the field.</summary>
internal static class CaseForms
{
    private static readonly ImmutableSortedDictionary<string, string> none = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Writing = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether two beginnings say the same; when they came does not count.</summary>
    public static bool IsSame(CaseBeginning one, CaseBeginning other) =>
        one.Id == other.Id && one.Actor == other.Actor && one.Area == other.Area && one.Parent == other.Parent
        && one.Fields.SequenceEqual(other.Fields)
        && one.Parties.Keys.SequenceEqual(other.Parties.Keys) && one.Parties.All(party => party.Value.SequenceEqual(other.Parties[party.Key]));

    /// <summary>Checks how a case is to begin.</summary>
    /// <returns>What is wrong with each field and party; nothing: it may begin so.</returns>
    public static IEnumerable<CaseFormFault> Begin(CaseProgram program, CaseBeginning beginning)
    {
        foreach (var (name, json) in beginning.Fields)
        {
            if (!program.Types.TryGetValue(name, out var type))
            {
                yield return new(name, CaseRefusals.FieldUnknown(program, name));
            }
            else if (Fault(json, type, new()) is { } fault)
            {
                yield return new(name, CaseRefusals.Field(program, name, CaseRefusals.WrongValue, fault));
            }
        }

        foreach (var (name, field) in program.Spec.Fields)
        {
            if (field.Need == "begin" && field.Default is null && !beginning.Fields.ContainsKey(name))
            {
                yield return new(name, CaseRefusals.FieldMissing(program, name));
            }
        }

        foreach (var name in beginning.Parties.Keys.Where(name => !program.Spec.Parties.ContainsKey(name)))
        {
            yield return new($"${name}", CaseRefusals.PartyUnknown(program, name));
        }

        foreach (var (name, party) in program.Spec.Parties)
        {
            var ids = beginning.Parties.GetValueOrDefault(name, []);
            if (ids.Count < party.Least || ids.Count > party.Most || ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            {
                yield return new($"${name}", CaseRefusals.PartyCount(program, name, party));
            }
        }
    }

    /// <summary>Reads a command's form.</summary>
    /// <param name="program">The type.</param>
    /// <param name="values">What the case shows to expressions.</param>
    /// <param name="state">The case.</param>
    /// <param name="rule">The command.</param>
    /// <param name="typed">What was typed, each field as JSON.</param>
    /// <param name="readings">Fields as they were read in this decision.</param>
    /// <returns>The fields with their new values, each as JSON; and what is wrong with each: then nothing counts.</returns>
    public static (ImmutableSortedDictionary<string, string> Changes, IReadOnlyList<CaseFormFault> Faults) Read(CaseProgram program, CaseValues values, CaseState state, CompiledCommand rule, ImmutableSortedDictionary<string, string> typed, FieldReadings readings)
    {
        var command = rule.Spec;
        if (command.Form.Count == 0 && typed.IsEmpty)
        {
            return (none, []);
        }

        var faults = new List<CaseFormFault>();
        foreach (var (name, _) in typed)
        {
            if (!HasField(command.Form, name))
            {
                faults.Add(new(name, CaseRefusals.FieldUnknown(program, name)));
            }
        }

        var changes = none;
        foreach (var form in command.Form)
        {
            if (!typed.TryGetValue(form.Field, out var json))
            {
                if (rule.Else.TryGetValue(form.Field, out var instead))
                {
                    changes = changes.SetItem(form.Field, CaseValue.Write(instead.Evaluate(values), program.Types[form.Field].Type!) ?? CaseFields.Nothing);
                    continue;
                }

                if (!form.Optional)
                {
                    faults.Add(new(form.Field, CaseRefusals.FieldMissing(program, form.Field)));
                }

                continue;
            }

            var value = form.Act switch
            {
                FormAct.Append => Appended(state.Fields.GetValueOrDefault(form.Field), json),
                FormAct.Tick => Ticked(state.Fields.GetValueOrDefault(form.Field), json, form.Flag!),
                _ => json,
            };
            var fault = value is null ? new("names rows that there are not", "的行号不存在") : Fault(value, program.Types[form.Field], readings);
            if (fault is not null)
            {
                faults.Add(new(form.Field, CaseRefusals.Field(program, form.Field, CaseRefusals.WrongValue, fault)));
                continue;
            }

            changes = changes.SetItem(form.Field, value!);
        }

        return faults.Count > 0 ? (none, faults) : (changes, faults);
    }

    private static bool HasField(IReadOnlyList<FormSpec> forms, string name)
    {
        foreach (var form in forms)
        {
            if (form.Field == name)
            {
                return true;
            }
        }

        return false;
    }

    private static ValueFault? Fault(string json, FieldType type, FieldReadings readings)
    {
        readings.Read(json, type, out var fault);
        return fault;
    }

    // A list with one more row.
    private static string? Appended(string? list, string row)
    {
        try
        {
            var rows = list is null ? [] : JsonNode.Parse(list)!.AsArray();
            rows.Add(JsonNode.Parse(row));
            return rows.ToJsonString(Writing);
        }
        catch (JsonException)
        {
            return row;
        }
    }

    // A list of which some rows, by their numbers from 1, have their flag set; null: there are no such rows.
    private static string? Ticked(string? list, string numbers, string flag)
    {
        try
        {
            var rows = list is null ? [] : JsonNode.Parse(list)!.AsArray();
            var chosen = JsonSerializer.Deserialize<int[]>(numbers) ?? [];
            if (chosen.Length == 0 || chosen.Any(number => number < 1 || number > rows.Count))
            {
                return null;
            }

            foreach (var number in chosen)
            {
                rows[number - 1]!.AsObject()[flag] = true;
            }

            return rows.ToJsonString(Writing);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
